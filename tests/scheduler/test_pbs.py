"""configs/pbs/run.pbs with a PBS played by two small scripts: qstat that says the time limit, qsub that writes down what
it was asked. (No PBS is in Debian.) What it cannot show: that a real qsub takes the #PBS lines. ctest: timeout=120"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "faults"))
from apsis_cli import PROGRAM, check, end, folder, run, same_run, wait_for_rows  # noqa: E402

CONFIGS = pathlib.Path(__file__).resolve().parent.parent.parent / "configs"
SCRIPT = CONFIGS / "pbs" / "run.pbs"
CONFIG = """title: scheduler
particles: [{model: plummer, n: 1000}]
forces: [{law: plummer, softening: 0.05}]
integrator: {dt: 0.002}
run: {t_end: 2, seed: 3}
output: {log: {every: 0.01}, snapshots: {every: 1}, picture: none}
"""
QSTAT = """#!/bin/sh
echo "Job Id: $2"
echo "    Resource_List.ncpus = 4"
echo "    Resource_List.walltime = 00:01:08"
"""
QSUB = """#!/bin/sh
[ "$1" = -v ] || exit 1
[ ! -e "$PBS_O_WORKDIR/no_more" ] || exit 1
echo "$2 $3" >"$PBS_O_WORKDIR/queue.$DIR"
for name in $(echo "$2" | tr , ' '); do printenv "$name" >>"$PBS_O_WORKDIR/queue.$DIR"; done
echo 8.server
"""


def start(d, name, **more):
    queue = pathlib.Path(d, "queue." + name)
    queue.unlink(missing_ok=True)
    env = {**os.environ, "PATH": f"{d}/bin:{os.environ['PATH']}", "PBS_JOBID": "7.server", "PBS_O_WORKDIR": d,
           "NCPUS": "1", "CONFIG": "c.yaml", "DIR": name, "APSIS": PROGRAM, "LEAD": "66", **more}
    env.pop("OMP_NUM_THREADS", None)
    return subprocess.Popen(["bash", SCRIPT], cwd="/", env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finish(d, name, p, status, words):
    out = p.communicate(timeout=60)[0]
    check(p.returncode == status and words in out, f"{name}: exit {status} and {words!r}, got {p.returncode}:\n{out}")
    queue = pathlib.Path(d, "queue." + name)
    return queue.read_text() if queue.exists() else ""


def begun(d, name, p, rows=5):
    check(wait_for_rows(d, name, rows, lambda: p.poll() is None), f"{name}: the run begins")
    return p


def pid_of(d, name):
    return int(pathlib.Path(d, name, "lock").read_text().split()[1])


def time_limit(d):
    """68 s less a lead of 66 s: two seconds, which pass while the run is held still."""
    p = begun(d, "limit", start(d, "limit", OPTIONS="--set title=odd"))
    os.kill(pid_of(d, "limit"), signal.SIGSTOP)
    time.sleep(2.1)
    os.kill(pid_of(d, "limit"), signal.SIGCONT)
    queue = finish(d, "limit", p, 10, "goes on as 8.server")
    names, rest = queue.split("\n", 1)
    check(names == "CONFIG,DIR,OPTIONS,APSIS,LEAD configs/pbs/run.pbs", f"limit: qsub -v {names}")
    check(rest == f"c.yaml\nlimit\n--set title=odd\n{PROGRAM}\n66\n", f"limit: with the same values: {rest}")
    p = start(d, "limit", LEAD="0")
    check(finish(d, "limit", p, 0, "the run is finished") == "", "limit: finished, not submitted again")
    same_run(d, "limit", "whole", "time limit, submitted again, resumed")


def not_again(d):
    p = begun(d, "qdel", start(d, "qdel", LEAD="0"))
    p.send_signal(signal.SIGTERM)
    check(finish(d, "qdel", p, 10, "PBS ended the job") == "", "qdel: not submitted again")
    check(list(pathlib.Path(d, "qdel", "checkpoints").glob("*.hdf5")), "qdel: a checkpoint is there")
    p = begun(d, "stop", start(d, "stop", LEAD="0"))
    pathlib.Path(d, "stop", "stop").touch()
    check(finish(d, "stop", p, 10, "stopped by the file `stop`") == "", "stop: not submitted again")
    p = start(d, "collide", LEAD="0", OPTIONS="--set particles.0.body_radius=0.01 --set collisions.outcome=stop")
    check(finish(d, "collide", p, 10, "stopped by a collision") == "", "collide: not submitted again")
    p = start(d, "wrong", OPTIONS="--set integrator.dt=-1")
    check(finish(d, "wrong", p, 2, "configuration") == "", "wrong: not submitted again")
    check(finish(d, "short", start(d, "short", LEAD="68"), 2, "too short") == "", "short: not submitted again")
    useless = {"OPTIONS": "--set output.log.every=1e-9", "APSIS": str(pathlib.Path(d, "bin", "slow"))}
    check(finish(d, "useless", start(d, "useless", **useless), 10, "goes on as") != "", "useless: once more")
    check(finish(d, "useless", start(d, "useless", **useless), 10, "no step was made") == "", "useless: and no more")
    pathlib.Path(d, "no_more").touch()
    shutil.rmtree(pathlib.Path(d, "useless"))
    finish(d, "useless", start(d, "useless", **useless), 10, "qsub failed")


def scripts_are_clean():
    scripts = [SCRIPT, *sorted(CONFIGS.glob("slurm/*.sbatch"))]
    for s in scripts:
        check(subprocess.run(["bash", "-n", s]).returncode == 0, f"bash reads {s}")
    if shutil.which("shellcheck"):
        r = subprocess.run(["shellcheck", *scripts], capture_output=True, text=True)
        check(r.returncode == 0, "shellcheck is content:\n" + r.stdout)


def main():
    scripts_are_clean()
    with folder() as d:
        pathlib.Path(d, "c.yaml").write_text(CONFIG)
        pathlib.Path(d, "bin").mkdir()
        # a program that has used up its wall time before its first step
        slow = f'#!/bin/sh\n[ "$1" = run ] || exec "{PROGRAM}" "$@"\nexec "{PROGRAM}" "$@" --set "run.wall_limit=1e-9 s"\n'
        for name, text in (("qstat", QSTAT), ("qsub", QSUB), ("slow", slow)):
            path = pathlib.Path(d, "bin", name)
            path.write_text(text)
            path.chmod(0o755)
        r = run("run", "c.yaml", "-o", "whole", "-q", "--set", "title=odd", cwd=d, env={"OMP_NUM_THREADS": "1"})
        check(r.returncode == 0, "the uninterrupted run", r)
        time_limit(d)
        not_again(d)
    end()


main()
