"""Fault drills on a real run: kill -9 at random instants, disks that fill up, two runs in one directory. Passing means a
valid newest checkpoint every time, and in the end the bits of a run that nobody disturbed. ctest: timeout=300 cost=15

    python3 tests/drills/test_drills.py [KILLS] [DISKS] [RACES]     default 40 10 10; drills.full takes 200 40 40

APSIS_LAUNCH="mpirun -n 3" puts this in front of every run; a kill then hits one of the ranks, taken at random, and limits are
set while they run. drills.ranks does so with two ranks, drills.ranks_full often."""
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "faults"))
from apsis_cli import PROGRAM, check, end, failures, folder, run, same_run  # noqa: E402

CONFIG = """title: drills
particles: [{model: plummer, n: 1200}]
forces: [{law: plummer, softening: 0.05}]
integrator: {dt: 0.005}
run: {t_end: 1.2, seed: 7}
output: {log: {every: 0.05}, snapshots: {every: 0.3}, checkpoint: {every: 0.02 s}, picture: none}
"""
LAUNCH = os.environ.get("APSIS_LAUNCH", "").split()
if LAUNCH:  # as many files in fewer steps: ranks may share cores
    for longer, shorter in (("t_end: 1.2", "t_end: 0.3"), ("every: 0.05}", "every: 0.02}"), ("every: 0.3}", "every: 0.1}")):
        CONFIG = CONFIG.replace(longer, shorter)
RNG = random.Random(int(os.environ.get("APSIS_DRILL_SEED", "1")))
MEGABYTE = 1 << 20


def start(d, directory, *more, **popen):
    more += "--set", "output.async=" + RNG.choice(("true", "false"))  # nobody should be able to tell
    return subprocess.Popen([*LAUNCH, PROGRAM, "run", "c.yaml", "-o", directory, "-q", "--restart", *more], cwd=d,
                            env={**os.environ, "APSIS_DRILL": str(d)}, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True, start_new_session=True, **popen)


def ended(p, d=None):
    """What was said, and the exit status; a run that hangs is ended and is a failure. After a kill of one rank in the drill
    d the launcher alone may hang: Debian's mpirun 4.1.4 with PMIx 4.2.2 does so once in some 400 kills, waiting for a lock
    of its own in PMIx_server_finalize when every rank has gone. It is ended too, and said."""
    deadline, alone = time.time() + (120 if LAUNCH else 60), 0
    while time.time() < deadline and alone < 10:
        try:
            return p.communicate(timeout=1)[1], p.returncode
        except subprocess.TimeoutExpired:
            alone = alone + 1 if d and not ranks(d) else 0
    os.killpg(p.pid, signal.SIGKILL)
    check(alone == 10, "a run hangs")
    if alone == 10:
        print("the launcher hung, with no rank left")
    return p.communicate()[1], None


def ranks(d):
    """The processes of apsis in this drill, whatever started them."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(path / "exe") == os.path.realpath(PROGRAM) and \
                    f"APSIS_DRILL={d}".encode() in (path / "environ").read_bytes().split(b"\0"):
                found.append(int(path.name))
        except OSError:
            pass
    return found


def kill(d, p):
    """kill -9 of one process of the run. False if it had ended."""
    if not LAUNCH:
        p.kill()
        return p.wait() == -signal.SIGKILL
    alive = ranks(d)
    if alive:
        os.kill(RNG.choice(alive), signal.SIGKILL)
    return ended(p, d)[1] != 0


def checkpoints(directory):
    return sorted(pathlib.Path(directory, "checkpoints").glob("checkpoint_*.hdf5"))


def newest_is_valid(d, directory, had, what):
    """Once there was a checkpoint there always is one, and the newest reads well to its last byte."""
    files = checkpoints(pathlib.Path(d, directory))
    check(files or not had, f"{what}: a checkpoint is there")
    if files:
        r = run("convert", files[-1], pathlib.Path(d, "checked.hdf5"), "--format", "own")
        check(r.returncode == 0, f"{what}: {files[-1].name} is valid", r)
    return bool(files)


def finish(d, directory, what):
    error, status = ended(start(d, directory))
    check(status == 0, f"{what}: --restart ends well, got {status}: {error}")


# ---- kill -9 --------------------------------------------------------------------------------------------------


def kills(d, count, seconds):
    """At any instant from the start of the process on. Those in the midst of a write leave a temporary file."""
    had, done, writing, finished = False, 0, 0, 0
    share = 0.65 if "APSIS_LAUNCH" in os.environ else 0.4  # mpirun takes 0.2 s to start
    while done < count and not failures:
        p = start(d, "killed")
        try:
            p.wait(RNG.uniform(0.0, max(0.2, share * seconds)))
        except subprocess.TimeoutExpired:
            if kill(d, p):
                done += 1
                writing += bool(list(pathlib.Path(d, "killed").rglob(".*.tmp")))
                had = newest_is_valid(d, "killed", had, f"kill {done}")
                continue
        error, status = ended(p)
        check(status == 0, f"after kill {done}: --restart ends well, got {status}: {error}")
        same_run(d, "killed", "whole", f"after kill {done}")
        shutil.rmtree(pathlib.Path(d, "killed"))
        had, finished = False, finished + 1
    finish(d, "killed", "after the last kill")
    same_run(d, "killed", "whole", "after the last kill")
    check(writing > count // 20 or count < 20, f"kills hit writes too: {writing} of {count}")  # a handful may miss them all
    print(f"kill -9: {done}, {writing} of them in a write, {finished + 1} runs came to their end")


# ---- full disks -----------------------------------------------------------------------------------------------


def limited(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def out_of_room(d, directory, p, what):
    """Exit 4 with one error line, no half file, and what is there is valid."""
    error, status = ended(p)
    lines = [l for l in error.splitlines() if l.startswith("apsis: error: ")]
    check(status == 4 and len(lines) == 1, f"{what}: exit 4 and why, got {status}: {error}")
    check(not list(pathlib.Path(d, directory).rglob(".*.tmp")), f"{what}: no half file is left")
    newest_is_valid(d, directory, False, what)


def limit_running(d, directory, p, size):
    """Sets the limit for all ranks once they run: at the start it would hit the launcher's and MPI's own files."""
    log = pathlib.Path(d, directory, "energy.csv")
    while p.poll() is None and not (log.exists() and log.read_text().count("\n") > 3):
        time.sleep(0.01)
    for pid in ranks(d):
        try:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, size))
        except ProcessLookupError:
            pass  # it has just ended


def limits_of_ranks(d, count):
    """A quota that is used up while several ranks run: the same end."""
    full = 0
    for k in range(4 * count):
        size = RNG.randrange(500, 100000)
        p = start(d, "limited")
        limit_running(d, "limited", p, size)
        p.wait(120)
        if p.returncode == 0:  # it was faster
            ended(p)
        else:
            out_of_room(d, "limited", p, f"a limit of {size} bytes for all ranks")
            full += 1
        if k % 3 == 2 or full == count:
            finish(d, "limited", "without the limit")
            same_run(d, "limited", "whole", f"after a limit of {size} bytes")
            shutil.rmtree(pathlib.Path(d, "limited"))
        if full == count:
            break
    check(full == count, f"runs met the limit: {full} of {count}")
    print(f"file size limits of ranks: {full} runs ended by them")


def file_size_limits(d, count):
    """ulimit -f: a random size, from nothing to more than a checkpoint takes."""
    if LAUNCH:
        return limits_of_ranks(d, count)
    full = 0
    for k in range(count):
        size = RNG.choice((0, 500, 3000, 5000, RNG.randrange(20000, 200000)))
        p = start(d, "limited", preexec_fn=limited(size))
        if size < 100000:
            out_of_room(d, "limited", p, f"ulimit -f, {size} bytes")
            full += 1
        else:
            error, status = ended(p)
            check(status in (0, 4), f"ulimit -f, {size} bytes: got {status}: {error}")
        whole = p.returncode == 0  # there is nothing left to write
        if k % 3 == 2 or whole:
            finish(d, "limited", "without the limit")
            same_run(d, "limited", "whole", f"after ulimit -f, {size} bytes")
            shutil.rmtree(pathlib.Path(d, "limited"))
    print(f"ulimit -f: {full} runs ended by it")


def full_disks(d, count):
    """A tmpfs of random size, on which the run ends when it is full and goes on when it has grown."""
    mount, full = pathlib.Path(d, "disk"), 0
    mount.mkdir()
    takes = sum(f.stat().st_size for f in pathlib.Path(d, "whole", "snapshots").iterdir())  # checkpoints come by the clock
    for k in range(count):
        size = RNG.randrange(100000, takes)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", mount], capture_output=True).returncode:
            print("SKIPPED: no tmpfs may be mounted here, the drill of full disks is left out")
            return
        try:
            for _ in range(3):
                p = start(d, "disk/run")
                p.wait(120)
                if p.returncode == 0:
                    ended(p)
                    break
                out_of_room(d, "disk/run", p, f"a disk of {size} bytes")
                full += 1
                size += RNG.randrange(1000, MEGABYTE // 2)
                subprocess.run(["mount", "-o", f"remount,size={size}", mount], check=True)
            subprocess.run(["mount", "-o", f"remount,size={20 * MEGABYTE}", mount], check=True)
            finish(d, "disk/run", "on a larger disk")
            shutil.copytree(mount / "run", pathlib.Path(d, f"from_disk{k}"))
        finally:
            subprocess.run(["umount", mount], check=True)
        same_run(d, f"from_disk{k}", "whole", f"disk {k}")
    print(f"full disks: {full}")
    check(full >= count, f"every run met a full disk: {full} of {count}")


# ---- two at once ----------------------------------------------------------------------------------------------


def races(d, count):
    """Two runs begin in one new directory: one makes it, the other is refused and harms nothing. On a busy machine the one may have
    ended before the other begins; not often."""
    in_turn = 0
    for k in range(count):
        pair = [start(d, f"race{k}")]
        time.sleep(RNG.choice((0, 0, RNG.uniform(0, 0.05))))
        pair.append(start(d, f"race{k}"))
        results = [ended(p) for p in pair]
        statuses = sorted(status for _, status in results)
        in_turn += statuses == [0, 0]
        check(statuses == [0, 4] or (statuses == [0, 0] and in_turn <= count // 3), f"race {k}: one run wins, the other exits 4: {results}")
        check(all("another run" in error for error, status in results if status == 4), f"race {k}: and says why: {results}")
        same_run(d, f"race{k}", "whole", f"race {k}")
        shutil.rmtree(pathlib.Path(d, f"race{k}"))
    print(f"two runs at once: {count}")


def main():
    counts = [int(a) for a in sys.argv[1:4]] + [40, 10, 10][len(sys.argv) - 1:]
    with folder() as d:
        pathlib.Path(d, "c.yaml").write_text(CONFIG)
        t = time.time()
        finish(d, "whole", "the run that nobody disturbs")
        seconds = time.time() - t
        print(f"a run takes {seconds:.2f} s")
        for drill, count in ((lambda d, n: kills(d, n, seconds), counts[0]), (file_size_limits, counts[1]),
                             (full_disks, counts[1]), (races, counts[2])):
            t = time.time()
            drill(d, count)
            print(f"  {time.time() - t:.1f} s", flush=True)
    end()


main()
