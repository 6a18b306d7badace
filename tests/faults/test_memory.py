"""Too little memory, at every size: a run ends well, or with status 5 and one line that says so, and goes on when there is more.
`ulimit -v` stands for it everywhere, a control group where one may be made. And too few threads (`ulimit -u`)."""
import contextlib
import os
import pathlib
import resource
import subprocess
import sys

from apsis_cli import PROGRAM, check, end, folder, refused, run, same_run

if "ASAN_OPTIONS" in os.environ or "TSAN_OPTIONS" in os.environ or not sys.platform.startswith("linux"):
    print("address space is not limited under a sanitizer")
    sys.exit(77)

CONFIG = """title: memory
particles: [{model: plummer, n: 20000}]
forces: [{law: plummer, softening: 0.05, solver: fmm}]
integrator: {dt: 0.005}
run: {t_end: 0.02, seed: 7, device: cpu, threads: 2}
output: {log: {every: 0.01}, snapshots: {every: 0.01}, checkpoint: {every: 0.01 s}, picture: none}
"""
MEGABYTE = 1 << 20


def limited(size, *words, **more):
    return run(*words, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)), **more)


def least(d):
    """MB with which the program comes to its first word."""
    size = 16
    while limited(size * MEGABYTE, "--version").returncode != 0:
        size += 2
    return size


def beneath(r):
    """A library crashed by itself, as one that is loaded with MPI and has no memory for its own beginning. The rule: UCX, which
    catches the signal and lists who called whom, finds neither the program nor libapsis among them. Any other crash is ours."""
    return r.returncode < 0 and "==== backtrace" in r.stderr and "/apsis(" not in r.stderr and "libapsis" not in r.stderr


def every_size(d, behind):
    short, size, well, theirs = 0, least(d), 0, 0
    while well < 3 and size < 4000:
        name = f"{behind}{size}"
        words = "run", "c.yaml", "-o", name, "-q", "--set", f"output.async={behind}"
        r = limited(size * MEGABYTE, *words, cwd=d)
        if beneath(r):
            theirs, size = theirs + 1, size + 2
            continue
        said = [l for l in r.stderr.splitlines() if l.startswith("apsis: error: ")]
        check(r.returncode == 0 or (r.returncode == 5 and len(said) == 1 and "memory" in said[0] and
                                    all(l in said or l.startswith(("hint: ", "apsis: warning: ")) for l in r.stderr.splitlines())),
              f"{size} MB, async {behind}: well, or status 5 and why", r)
        well = well + 1 if r.returncode == 0 else 0
        if r.returncode == 5 and pathlib.Path(d, name).exists() and short % 4 == 0:
            r = run(*words, "--restart", cwd=d)
            check(r.returncode == 0, f"{size} MB, async {behind}: goes on with more", r)
            same_run(d, name, "whole", f"{size} MB, async {behind}")
        short += well == 0
        size += 2
    check(short > 3, f"some sizes were too small: {short}")
    print(f"async {behind}: too small {short} times, for libraries alone {theirs} times, {size - 2} MB are enough")


@contextlib.contextmanager
def group(limit):
    """A control group of our own, version 2 or 1, as a file that takes processes; None where none may be made."""
    made, top = None, "/sys/fs/cgroup"
    for folder_, key in ((top, "memory.max"), (top + "/unified", "memory.max"), (top + "/memory", "memory.limit_in_bytes")):
        path = pathlib.Path(folder_, f"apsis-test-{os.getpid()}")
        try:
            path.mkdir()
            made = path
            if (path / "cgroup.procs").exists() and (path / key).exists():
                (path / key).write_text(str(limit))
                break
            made.rmdir()
            made = None
        except OSError:
            if made:
                made.rmdir()
            made = None
    try:
        yield made and made / "cgroup.procs"
    finally:
        if made:
            made.rmdir()


def in_a_group(d):
    """The plan knows the group's limit, and refuses: who takes more is killed."""
    with group(200 * MEGABYTE) as procs:
        if procs is None:
            print("no control group may be made here: that part is left out")
            return
        enter = ["bash", "-c", f'echo $$ > {procs} && exec "$@"', "enter"]
        r = subprocess.run([*enter, PROGRAM, "run", "c.yaml", "--dry-run"], cwd=d, capture_output=True, text=True)
        free = [l for l in r.stdout.splitlines() if l.strip().startswith("host ")]
        number, unit = free[0].split(" of ")[1].split()[:2] if free else ("0", "")
        check(r.returncode == 0 and unit == "MB" and 100 < float(number) < 210, f"the plan names what the group leaves: {free}", r)
        r = subprocess.run([*enter, PROGRAM, "run", "c.yaml", "-o", "killed", "-q", "--set", "particles.0.n=1500000"], cwd=d,
                           capture_output=True, text=True)
        check(r.returncode == 5 and "memory" in r.stderr and not pathlib.Path(d, "killed").exists(), "more than the group allows", r)
        r = subprocess.run([*enter, PROGRAM, "run", "c.yaml", "-o", "fits", "-q"], cwd=d, capture_output=True, text=True)
        check(r.returncode == 0, "what fits runs", r)


def peak(d, name, *sets):
    """Bytes that a run had at most, and those that its plan gives to pictures."""
    words = [PROGRAM, "run", "free.yaml", "-o", name, *(f"--set={s}" for s in sets)]
    with subprocess.Popen(words, cwd=d, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as p:
        said = p.stdout.read()
        _, p.returncode, usage = os.wait4(p.pid, 0)
    check(p.returncode == 0, f"{name}: {said}")
    planned = [l.split()[1:3] for l in said.splitlines() if l.startswith("  pictures ")]
    return 1024 * usage.ru_maxrss, sum(float(number) * {"kB": 1e3, "MB": 1e6, "GB": 1e9}[unit] for number, unit in planned)


def pictures(d):
    """The plan counts what a picture takes, for its pixels and for its particles."""
    pathlib.Path(d, "free.yaml").write_text(CONFIG[:CONFIG.index("forces")] + "forces: []\nintegrator: {dt: 1}\nrun: {t_end: 1, device: cpu, threads: 2}\n"
                                            "output: {log: none, snapshots: none, checkpoint: none, picture: none}\n")
    for name, n, look in (("pixels", 20, "picture={size: [2500, 2500]}"), ("particles", 700000, "frames={size: [64, 64]}")):
        (without, none), (took, planned) = peak(d, name, f"particles.0.n={n}"), peak(d, name + "1", f"particles.0.n={n}", f"output.{look}")
        check(none == 0 and 0.6 < (took - without) / (planned or 1) < 1.1, f"{name}: pictures take {took - without:g}, by the plan {planned:g}")


def few_threads(d):
    """A user of his own, who may have so many processes: OpenMP would end the run where it gets no thread."""
    user = 61234
    if os.geteuid() != 0:
        print("no other user to be: few threads are left out")
        return

    def become(count):
        resource.setrlimit(resource.RLIMIT_NPROC, (count, count))
        os.setgid(user)
        os.setuid(user)
    os.chmod(d, 0o777)
    for count in (1, 2, 3, 5, 8):
        words = "run", "c.yaml", "-o", f"threads{count}", "-q", "--threads", 8
        try:
            r = run(*words, cwd=d, preexec_fn=lambda n=count: become(n))
        except OSError:
            print("the program is out of reach for another user: few threads are left out")
            return
        check(r.returncode == 0 and "threads" in r.stderr, f"{count} threads of 8", r)
        same_run(d, f"threads{count}", "whole", f"{count} threads of 8")
    r = run("render", "whole", "-o", "p.png", "-q", cwd=d, env={"OMP_NUM_THREADS": "8"}, preexec_fn=lambda: become(2))
    check("no PNG" in r.stderr or (r.returncode == 0 and "render: of 8 threads" in r.stderr), "a picture by two threads of 8", r)


def too_many_threads(d):
    for words in (("run", "c.yaml", "-o", "lots", "-q"), ("render", "whole", "-o", "p.png"), ("info", "c.yaml")):
        r = run(*words, cwd=d, env={"OMP_NUM_THREADS": "100000"})
        check(refused(r, 2, "OMP_NUM_THREADS: must be <= 4096, got 100000"), f"100000 threads: {words}", r)


def small_stacks(d):
    """A stack that overflows ends a process without a word: too small ones are refused, and the main one's grown where it may be."""
    def limit(kilobytes, hard):
        resource.setrlimit(resource.RLIMIT_STACK, (kilobytes << 10, kilobytes << 10 if hard else resource.getrlimit(resource.RLIMIT_STACK)[1]))
    two = {"OMP_NUM_THREADS": "2"}
    for size in ("16k", "64k", "128k"):
        r = run("run", "c.yaml", "-o", "stack", "-q", cwd=d, env={**two, "OMP_STACKSIZE": size})
        check(refused(r, 5, f"threads: the stack of each has {size[:-1]} kB", "OMP_STACKSIZE"), f"OMP_STACKSIZE={size}", r)
    r = run("run", "c.yaml", "-o", "stack", "-q", cwd=d, env=two, preexec_fn=lambda: limit(64, True))
    check(refused(r, 5, "the stack is limited to less than 256 kB", "ulimit -s"), "a hard limit of 64 kB", r)
    for name, more in (("omp", {"env": {**two, "OMP_STACKSIZE": "256k"}}), ("soft", {"env": {**two, "OMP_STACKSIZE": "256k"}, "preexec_fn": lambda: limit(64, False)}),
                       ("hard", {"env": two, "preexec_fn": lambda: limit(256, True)})):
        r = run("run", "c.yaml", "-o", f"stack-{name}", "-q", cwd=d, **more)
        check(r.returncode == 0, f"256 kB, {name}", r)
        same_run(d, f"stack-{name}", "whole", f"256 kB, {name}")


def main():
    with folder() as d:
        pathlib.Path(d, "c.yaml").write_text(CONFIG)
        check(run("run", "c.yaml", "-o", "whole", "-q", cwd=d).returncode == 0, "the run with enough")
        for behind in ("false", "true"):
            every_size(d, behind)
        in_a_group(d)
        pictures(d)
        few_threads(d)
        too_many_threads(d)
        small_stacks(d)
    end()


main()
