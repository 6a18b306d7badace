"""The scripts of configs/slurm under a Slurm of this machine's own: the time limit's signal, requeues, an array of runs,
and the ends after which nothing may be queued again. ctest: timeout=300 cost=85"""
import os
import pathlib
import re
import shutil
import signal
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "faults"))
from apsis_cli import PROGRAM, check, end, folder, run, same_run, wait_for_rows  # noqa: E402
from slurm import Slurm, why_not  # noqa: E402

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent.parent / "configs" / "slurm"
CONFIG = """title: scheduler
particles: [{model: plummer, n: 1000}]
forces: [{law: plummer, softening: 0.05}]
integrator: {dt: 0.002}
run: {t_end: 3, seed: 3}
output: {log: {every: 0.01}, snapshots: {every: 1}, picture: none}
"""
LIST = """# softening of each run
forces.0.softening=0.1

forces.0.softening=0.2 run.t_end=0.1
  # and one that takes its time
run.seed=9 "title=the last one"
"""
ONE = ("--time=10", "--cpus-per-task=1", "--output=%x.out")  # of the jobs that only the test stops


def output(d, name):
    path = pathlib.Path(d, name + ".out")
    return path.read_text(errors="replace") if path.exists() else ""


def wait_for_words(slurm, d, name, words):
    slurm.wait(lambda: words in output(d, name), 90, f"{name}: {words!r} in {output(d, name)[-800:]!r}")


def starts(d, name):
    return len(re.findall(r"^run.sbatch: job .*, start \d", output(d, name), re.M))


def pid_of(d, name):
    return int(pathlib.Path(d, name, "lock").read_text().split()[1])


def submit(slurm, d, name, *arguments, script="run.sbatch", options=ONE, env=None):
    number = slurm.submit(d, f"--job-name={name}", *options, SCRIPTS / script, "c.yaml", *arguments, APSIS=PROGRAM,
                          **(env or {}))
    check(number.isdigit(), f"{name}: sbatch takes the job")
    return number


def soon():
    limit = time.time() + 90
    return lambda: time.time() < limit


def time_limit_begins(slurm, d):
    """A run that would outlast its time limit, and costs no time meanwhile: it is held still until Slurm's signal has
    come. Slurm looks every 30 s, so the signal comes at most that late."""
    number = submit(slurm, d, "limit", "limit", options=("--time=1", "--signal=B:USR1@50", *ONE[1:]))
    check(wait_for_rows(d, "limit", 5, soon()), "limit: the run begins")
    waits = threading.Thread(target=let_go_on, args=(slurm, d, hold(d)))
    waits.start()
    return number, waits


def hold(d):
    """None where a busy machine was so slow that the signal has come already: then nothing waits."""
    try:
        pid = pid_of(d, "limit")
        os.kill(pid, signal.SIGSTOP)
    except (FileNotFoundError, IndexError, ProcessLookupError):
        return None
    if "USR1 came" not in output(d, "limit"):
        return pid
    os.kill(pid, signal.SIGCONT)
    return None


def let_go_on(slurm, d, pid):
    """As soon as the signal has come: what else is tested meanwhile may take longer than the time limit on a busy machine, and Slurm then
    ends the job itself."""
    if pid is None:
        return
    try:
        wait_for_words(slurm, d, "limit", "USR1 came")
        time.sleep(1)
        check("queued again" not in output(d, "limit"), "limit: the script waits for the checkpoint")
    except TimeoutError as why:
        check(False, str(why))
    os.kill(pid, signal.SIGCONT)


def time_limit_ends(slurm, d, job):
    number, waits = job
    waits.join()
    wait_for_words(slurm, d, "limit", "queued again")
    check("stopped by SIGUSR1" in output(d, "limit"), "limit: the signal stopped apsis")
    check(list(pathlib.Path(d, "limit", "checkpoints").glob("checkpoint_*.hdf5")), "limit: a checkpoint is there")
    wait_for_words(slurm, d, "limit", "the run is finished")
    check("restart: from limit/checkpoints" in output(d, "limit"), "limit: the second start resumes")
    check(starts(d, "limit") == 2 and slurm.job(number).get("Restarts") == "1", "limit: one requeue was enough")
    same_run(d, "limit", "whole", "time limit, requeue, resume")


def scan(slurm, d):
    """Three tasks; the last, which bears the number of the whole array, is stopped, and it alone comes back."""
    pathlib.Path(d, "list.txt").write_text(LIST)
    number = submit(slurm, d, "scan", "list.txt", "scan", "--set", "output.snapshots.every=0.5", script="scan.sbatch",
                  options=("--array=0-2", *ONE[:2], "--output=scan%a.out"), env={"APSIS_LAUNCH": "srun"})
    check(wait_for_rows(d, "scan/2", 5, soon()), "scan: the last task begins")
    slurm.ask("scancel", "--signal=USR1", "--batch", f"{number}_2")
    submit(slurm, d, "beyond", "list.txt", "scan", script="scan.sbatch", options=("--array=3", *ONE))


def scan_ends(slurm, d):
    for k, t_end in enumerate(("3", "0.1", "3")):
        wait_for_words(slurm, d, f"scan{k}", "the run is finished")
        rows = pathlib.Path(d, f"scan/{k}/energy.csv").read_text().splitlines()
        check(rows[-1].startswith(t_end + ","), f"scan: task {k} took its line of the list: {rows[-1]}")
        check(starts(d, f"scan{k}") == (2 if k == 2 else 1), f"scan: task {k} began {starts(d, f'scan{k}')} times")
    used = pathlib.Path(d, "scan/2/used_parameters.yml").read_text()
    check("the last one" in used and "seed: 9" in used, "scan: quoted words reach apsis whole")
    check("restart: from scan/2" in output(d, "scan2"), "scan: the last task resumes, through srun")
    wait_for_words(slurm, d, "beyond", "there is none for task 3")
    r = run("run", "c.yaml", "-o", "scan2whole", "-q", "--set", "run.seed=9", "--set", "output.snapshots.every=0.5", cwd=d)
    check(r.returncode == 0, "scan: the uninterrupted run", r)
    same_run(d, "scan/2", "scan2whole", "a task of an array, requeued")


def ends(slurm, d, name, number, words, status, state="FAILED", times=1):
    """The job is over with this exit status, says why, and began so often."""
    wait_for_words(slurm, d, name, words)
    slurm.wait(lambda: slurm.job(number).get("JobState") not in ("RUNNING", "COMPLETING", "PENDING"), 90, name)
    job = slurm.job(number)
    check(job.get("JobState") == state, f"{name}: {state}, got {job.get('JobState')}")
    check(status is None or job.get("ExitCode") == f"{status}:0", f"{name}: exit {status}, got {job.get('ExitCode')}")
    check(starts(d, name) == times, f"{name}: began {starts(d, name)} times, not {times}")


def main():
    why = why_not()
    if why:
        print("SKIPPED: no Slurm here, configs/slurm is NOT tested:", why)
        sys.exit(77)
    with folder() as d, Slurm(pathlib.Path(d, "slurm"), cpus=16) as slurm:
        pathlib.Path(d, "c.yaml").write_text(CONFIG)
        mpirun = shutil.which("mpirun")
        limit = time_limit_begins(slurm, d)
        scan(slurm, d)
        useless = submit(slurm, d, "useless", "useless", "--set", "run.wall_limit=1e-9 s")
        wrong = submit(slurm, d, "wrong", "wrong", "--set", "integrator.dt=-1")
        collide = submit(slurm, d, "collide", "collide", "--set", "particles.0.body_radius=0.01", "--set", "collisions.outcome=stop")
        stop = submit(slurm, d, "stop", "stop")
        check(wait_for_rows(d, "stop", 5, soon()), "stop: the run begins")
        pathlib.Path(d, "stop", "stop").touch()
        cancel = submit(slurm, d, "cancel", "cancel")
        check(wait_for_rows(d, "cancel", 5, soon()), "cancel: the run begins")
        slurm.ask("scancel", cancel)
        if mpirun:
            parallel = submit(slurm, d, "mpirun", "mpirun", env={
                "APSIS_LAUNCH": "mpirun -n 1", "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"})
            check(wait_for_rows(d, "mpirun", 5, soon()), "mpirun: the run begins")
            slurm.ask("scancel", "--signal=USR1", "--batch", parallel)
        r = run("run", "c.yaml", "-o", "whole", "-q", cwd=d)
        check(r.returncode == 0, "the uninterrupted run", r)
        scan_ends(slurm, d)
        ends(slurm, d, "wrong", wrong, "configuration", 2)
        ends(slurm, d, "collide", collide, "by a collision, as asked for, not queued again", 10)
        ends(slurm, d, "stop", stop, "by the file `stop`, not queued again", 10)
        ends(slurm, d, "cancel", cancel, "not queued again", None, state="CANCELLED")
        check(list(pathlib.Path(d, "cancel", "checkpoints").glob("*.hdf5")), "cancel: a checkpoint is there")
        ends(slurm, d, "useless", useless, "no step was made", 10, times=2)
        if mpirun:
            ends(slurm, d, "mpirun", parallel, "the run is finished", 0, state="COMPLETED", times=2)
            same_run(d, "mpirun", "whole", "requeued under mpirun")
        time_limit_ends(slurm, d, limit)
        slurm.__exit__()
        check(not slurm.left(), f"no process is left: {slurm.left()}")
    end()


main()
