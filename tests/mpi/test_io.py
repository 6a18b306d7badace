#!/usr/bin/env python3
"""Files over 1, 2, 3, 4 and 8 ranks: the same bytes as from one, read back in slices, all ranks agree on what fails.

ctest: timeout=600 cost=80
"""
import filecmp
import os
import shutil
import subprocess
import sys
import threading

from ranks import BUILD, RANKS, check, end, failures, folder, skip_without, well as run_well

PROGRAM = BUILD / "tests" / "ranks_io"


def well(ranks, *words, **more):
    run_well(ranks, PROGRAM, *words, **more)


def same_files(one, other, what):
    names = sorted(os.listdir(one))
    check(names == sorted(os.listdir(other)), f"{what}: other files: {sorted(os.listdir(other))}")
    for name in names:
        there = os.path.join(other, name)
        check(os.path.exists(there) and filecmp.cmp(os.path.join(one, name), there, shallow=False),
              f"{what}: {name} has other bytes")


def test_bytes(top):
    one = os.path.join(top, "one")
    os.mkdir(one)
    well(1, "write", one, "even")
    for ranks in RANKS[1:]:
        for deal in ("even", "last", "gaps") if ranks in (2, 4) else ("gaps",):
            other = os.path.join(top, f"{deal}-{ranks}")
            os.mkdir(other)
            well(ranks, "write", other, deal)
            same_files(one, other, f"{ranks} ranks, {deal}")


def test_messages_in_pieces(top):
    """As beyond 2^30 bytes, here beyond a thousand: the same bytes, and one rank reads what three wrote."""
    program = BUILD / "tests" / "ranks_io_pieces"
    if not program.exists():
        print("SKIPPED: no ranks_io_pieces, this linker cannot replace a symbol")
        return
    one, other = os.path.join(top, "one"), os.path.join(top, "pieces")
    os.mkdir(other)
    run_well(3, program, "write", other, "gaps")
    same_files(one, other, "messages in pieces")
    for ranks, read in ((3, "pieces-3"), (1, "pieces-1")):
        os.mkdir(os.path.join(top, read))
        run_well(ranks, program, "read", os.path.join(top, read), *(os.path.join(other, n) for n in ("own.hdf5", "particles.csv")))
    same_files(os.path.join(top, "pieces-1"), os.path.join(top, "pieces-3"), "read in pieces")


def how_written(top):
    with open(os.path.join(top, "how"), encoding="utf-8") as file:
        return file.read()


def test_written_at_once(top):
    """Files of many chunks, whose borders lie anywhere: all ranks write them, or one does for all; the bytes are the same."""
    one = os.path.join(top, "large-1")
    os.mkdir(one)
    well(1, "large", one, "even")
    for ranks, deal, writers in ((2, "even", ""), (3, "random", ""), (4, "last", ""), (8, "random", ""), (8, "gaps", ""),
                                 (3, "random", "one")):
        other = os.path.join(top, f"large-{ranks}")
        os.mkdir(other)
        well(ranks, "large", other, deal, env={"APSIS_WRITERS": writers})
        for name in os.listdir(other):
            if name != "csv":
                check(filecmp.cmp(os.path.join(one, name), os.path.join(other, name), shallow=False),
                      f"{ranks} ranks, {deal}, writers '{writers}': {name} has other bytes")
        said = how_written(top)
        check(said == (f"one rank writes for {ranks}: APSIS_WRITERS=one" if writers else f"{ranks} ranks write at once"),
              f"{ranks} ranks, {deal}, writers '{writers}': {said}")
        shutil.rmtree(other)


ELSEWHERE = """#!/bin/sh
if [ "${OMPI_COMM_WORLD_RANK:-$PMI_RANK}" = 1 ]; then
  exec unshare -m sh -c 'd=$1; shift; mount -t tmpfs none "$d" && exec "$@"' sh "$DISK" "$@"
fi
exec "$@"
"""


THERE = """#!/bin/sh
[ "${OMPI_COMM_WORLD_RANK-${PMI_RANK-$PMIX_RANK}}" = 1 ] && cd there
exec "$@"
"""


def test_a_rank_that_sees_another_disk(top):
    """Found out before the first byte: one rank then writes for all."""
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        print("SKIPPED: no mount namespaces here, the test of a disk that not all see is left out")
        return
    disk, script = os.path.join(top, "elsewhere"), os.path.join(top, "elsewhere.sh")
    os.mkdir(disk)
    with open(script, "w", encoding="ascii") as out:
        out.write(ELSEWHERE)
    os.chmod(script, 0o755)
    run_well(3, script, PROGRAM, "large", disk, "even", env={"DISK": disk})
    check(how_written(top) == "one rank writes for 3: not all ranks see the same file", how_written(top))
    for name in ("swift", "own"):
        check(filecmp.cmp(os.path.join(top, "large-1", name), os.path.join(disk, name), shallow=False),
              f"a rank sees another disk: {name} has other bytes")


def damaged(top):
    """Broken copies, so that one rank meets what the others do not."""
    folder = os.path.join(top, "damaged")
    os.mkdir(folder)
    made = []
    for name in ("own.hdf5", "swift.hdf5", "particles.tipsy", "particles.csv"):
        whole = open(os.path.join(top, "one", name), "rb").read()
        flipped = bytearray(whole)
        flipped[len(whole) * 9 // 10] ^= 64
        rows = whole.split(b"\n")
        for what, data in (("cut", whole[: len(whole) * 2 // 3]), ("flipped", flipped),
                           ("twice", b"\n".join(rows[:-1] + rows[1:2] + [b""])),
                           ("word", b"\n".join(rows[:-5] + [rows[-5].replace(b",", b",x", 3)] + rows[-4:]))):
            if what in ("twice", "word") and not name.endswith("csv"):
                continue
            made.append(os.path.join(folder, f"{what}-{name}"))
            with open(made[-1], "wb") as out:
                out.write(data)
    return made


def test_read(top):
    """Every rank reads its own rows; what one rank cannot read, many cannot either, in the same words."""
    corpus = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fuzz", "corpus_readers")
    files = sorted(os.path.join(corpus, name) for name in os.listdir(corpus))
    files += sorted(os.path.join(top, "one", name) for name in os.listdir(os.path.join(top, "one")))
    files += damaged(top)
    for ranks in RANKS:
        out = os.path.join(top, f"read-{ranks}")
        os.mkdir(out)
        well(ranks, "read", out, *files)
        if ranks > 1:
            same_files(os.path.join(top, "read-1"), out, f"read by {ranks} ranks")


def test_damage_that_few_ranks_see(top):
    """One bit of one chunk, which one rank reads, or two where rows of both are in it: all ranks refuse the file, in the same
    words as one. From the disk, and again from the page cache, and the same file undamaged reads as one rank reads it."""
    whole = os.path.join(top, "large-1", "own")
    folder, flips, size = os.path.join(top, "flips"), 9, os.path.getsize(whole)
    os.mkdir(folder)
    files = [os.path.join(folder, f"flip-{k}") for k in range(flips)] + [os.path.join(folder, "whole")]
    for k, path in enumerate(files):
        shutil.copy(whole, path)
        if k == flips:
            continue
        with open(path, "r+b") as file:
            file.seek(size * (2 * k + 1) // (2 * flips))
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 8]))
    for ranks in RANKS[:4]:
        for cache in ("cold", "warm"):
            for path in files if cache == "cold" else ():
                with open(path, "rb") as file:
                    os.fsync(file.fileno())
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            out = os.path.join(top, f"flips-{ranks}-{cache}")
            os.mkdir(out)
            well(ranks, "read", out, *files)
            for path in files[:-1]:
                there = os.path.join(out, os.path.basename(path) + ".own")
                said = open(there, "rb").read(300) if os.path.exists(there) else b"nothing"
                check(said.startswith(b"4 ") and b"is damaged or not readable" in said, f"{path}, {ranks} ranks, {cache}: {said[:80]}")
            same_files(os.path.join(top, "flips-1-cold"), out, f"flipped bits, {ranks} ranks, {cache}")
    shutil.rmtree(folder)


def test_parts(top):
    """A snapshot of several files reads as that of one does; a part that is missing or of another time is named."""
    folder = os.path.join(top, "parts")
    for ranks, deal in ((4, "even"), (8, "gaps")):
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        well(ranks, "parts", folder, deal)
        for layout in ("swift", "gadget4"):
            for files in (2, 3):
                parts = sorted(name for name in os.listdir(folder) if name.startswith(f"{layout}-{files}."))
                check(parts == [f"{layout}-{files}.{i}.hdf5" for i in range(files)], f"parts: {parts}")
                check(filecmp.cmp(*(os.path.join(folder, f"{layout}.again-{n}") for n in (1, files)), shallow=False),
                      f"{layout}: {files} files do not read as one does, {ranks} ranks, {deal}")
    broken = []
    os.remove(os.path.join(folder, "swift-2.0.hdf5"))
    broken.append((os.path.join(folder, "swift-2.1.hdf5"), "part 0 of 2 is missing"))
    shutil.copy(os.path.join(folder, "gadget4-3.1.hdf5"), os.path.join(folder, "gadget4-3.2.hdf5"))
    broken.append((os.path.join(folder, "gadget4-3.0.hdf5"), "the parts hold"))
    shutil.copy(os.path.join(folder, "swift-3.1.hdf5"), os.path.join(folder, "swift-3.2.hdf5"))
    broken.append((os.path.join(folder, "swift-3.0.hdf5"), "not part 2 of this snapshot"))
    shutil.copy(os.path.join(folder, "swift-3.1.hdf5"), os.path.join(folder, "nameless.hdf5"))
    broken.append((os.path.join(folder, "nameless.hdf5"), "its name does not tell the others"))
    for ranks in (1, 3):
        out = os.path.join(top, f"broken-{ranks}")
        os.mkdir(out)
        well(ranks, "read", out, *(path for path, _ in broken))
        for path, words in broken:
            said = open(os.path.join(out, os.path.basename(path) + ".own"), "rb").read()
            check(said.startswith(b"4 ") and words.encode() in said, f"{path}, {ranks} ranks: {said[:300]}")


def test_file_that_changes(top):
    """Replaced between two ranks' looks at it, or written to while it is read, a file is refused; once it is left alone it is read."""
    here, script = os.path.join(top, "here"), os.path.join(top, "there.sh")
    os.makedirs(os.path.join(here, "there"))
    with open(script, "w", encoding="ascii") as out:
        out.write(THERE)
    os.chmod(script, 0o755)
    for name in ("own.hdf5", "particles.csv"):
        for folder_of in (here, os.path.join(here, "there")):
            shutil.copy(os.path.join(top, "one", name), os.path.join(folder_of, name))
        os.utime(os.path.join(here, "there", name), (1e9, 1e9))
        run_well(3, script, PROGRAM, "read", here, name, cwd=here)
        said = open(os.path.join(here, name + ".own"), "rb").read(300)
        check(said.startswith(b"4 ") and b"is not the same to all ranks" in said, f"{name}, other to one rank: {said}")
    path, stop = os.path.join(here, "particles.csv"), threading.Event()
    well(2, "parts", here, "even")
    named, other = (os.path.join(here, f"swift-2.{k}.hdf5") for k in (0, 1))

    def touch():
        while not stop.wait(0.0002):
            os.utime(path)
            os.utime(other)

    thread = threading.Thread(target=touch)
    with open(path, "a", encoding="ascii") as out:
        out.writelines(f"{10**9 + k},1,1,{k},1,1,1,1,1\n" for k in range(200000))
    thread.start()
    for ranks in (1, 3):
        well(ranks, "read", here, path)
        said = open(path + ".own", "rb").read(300)
        words = b"changed while it was read" in said or (ranks > 1 and b"is not the same to all ranks" in said)  # whichever is seen first
        check(said.startswith(b"4 ") and words, f"written to, {ranks} ranks: {said}")
        well(ranks, "read", here, named)
        said = open(named + ".own", "rb").read(300)
        check(said.startswith(b"4 ") and b"it or another of its parts " in said, f"another part is written to, {ranks} ranks: {said}")
    stop.set()
    thread.join()
    well(3, "shrinks", os.path.join(here, "lines"))
    well(3, "read", here, path)
    check(b"Columns" in open(path + ".own", "rb").read(), "left alone it is read")
    well(3, "read", here, named)
    check(b"Columns" in open(named + ".own", "rb").read(), "left alone the set is read")


def test_full(top):
    """A file that does not fit is the same error on all ranks; the old one stands, and nothing else."""
    folder = os.path.join(top, "full")
    os.mkdir(folder)
    with open(os.path.join(folder, "old"), "w", encoding="ascii") as out:
        out.write("old")
    for ranks in RANKS:
        well(ranks, "full", folder)
        check(os.listdir(folder) == ["old"], f"left behind: {os.listdir(folder)}")
        check(open(os.path.join(folder, "old"), encoding="ascii").read() == "old", "the old file changed")


def main():
    skip_without(PROGRAM)
    wanted = sys.argv[1:]
    with folder() as top:
        for test in (test_bytes, test_messages_in_pieces, test_written_at_once, test_a_rank_that_sees_another_disk, test_read,
                     test_damage_that_few_ranks_see, test_parts,
                     test_file_that_changes, test_full):
            if wanted and test.__name__[5:] not in ("bytes", "written_at_once", *wanted):  # the others compare with its files
                continue
            before = len(failures)
            test(top)
            print("ok  " if len(failures) == before else "FAIL", test.__name__, flush=True)
    end()


main()
