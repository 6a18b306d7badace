#!/usr/bin/env python3
"""A node behind a cut cable ends the job within half a minute with everything as it comes: no patience, nothing said to mpirun or
to TCP. A rank that is stopped for longer than that does not, nor a connection that is lost alone. All at the same time, for it is
mostly waiting, on nine nodes.
ctest: timeout=300 cost=99"""
import os
import re
import signal
import subprocess
import time

import nodes
from ranks import BUILD, PROGRAM, check, end, result_of, run, same, skip_without, wait_for_rows

CONFIG = """particles: [{model: plummer, n: 300}]
forces: [{law: plummer, solver: fmm, softening: 0.05}]
integrator: {dt: 0.01}
run: {t_end: T_END, seed: 7, device: cpu}
output: {log: {every: 0.02}, snapshots: {every: 0.5, sort: id}, checkpoint: {every: 0.5 s}, picture: none}
"""
MOST = 30  # s
STOPPED = 34
STATUS = 5


class Job:
    def __init__(self, world, out, names, each, config, *before):
        self.world, self.out, self.names = world, out, names
        self.p = world.begin(names, each, *before, PROGRAM, "run", config, "-o", out, "-q")
        self.all_gone = self.launcher_gone = None

    def wait_for_steps(self):
        check(wait_for_rows(self.world.shared, self.out, 4, lambda: self.p.poll() is None), f"{self.out}: the run lasts long enough")

    def ranks(self):
        return {r for n in self.names for r in self.world.processes(n, "apsis")}

    def look(self, since):
        if self.launcher_gone is None and self.p.poll() is not None:
            self.launcher_gone = time.time() - since
        if self.all_gone is None and not self.ranks():
            self.all_gone = time.time() - since

    def log(self):
        return (self.world.shared / self.out / "log.txt").read_text()


def named(text, node, ranks):
    return re.search(rf"{node} is lost, with rank {ranks}: nothing there answers for \d+ s; the job ends with status {STATUS}; --restart goes on", text)


def on(world, node, *words):
    r = subprocess.run(["nsenter", "--target", str(world.holders[node].pid), "--net", *words], capture_output=True, text=True)
    return r.stdout if r.returncode == 0 else ""


def block_the_link(world, node, other):
    """Between these two, as a firewall that forgets a connection would; MPI's goes on. 0: cannot be done here."""
    blocked = 0
    for line in on(world, node, "ss", "-tno").splitlines():
        words = re.findall(r"([\d.]+)\]?:(\d+)", line)
        if "keepalive" in line and "min" not in line and len(words) > 1 and words[1][0] == world.address(other):  # MPI's have no clock, or minutes
            blocked += subprocess.run(["nsenter", "--target", str(world.holders[node].pid), "--net", "ip", "rule", "add", "ipproto", "tcp",
                                       "sport", words[0][1], "dport", words[1][1], "prio", "10", "blackhole"], capture_output=True).returncode == 0
    return blocked


def lost_and_stopped(world):
    shared = world.shared
    for name, t_end in (("long.yaml", 1000), ("short.yaml", 3)):
        (shared / name).write_text(CONFIG.replace("T_END", str(t_end)))
    healthy = Job(world, "healthy", world.names[3:5], 1, "short.yaml")
    healthy.wait_for_steps()
    [stopped] = world.processes(world.names[4], "apsis")
    os.kill(stopped, signal.SIGSTOP)
    begun = time.time()
    other = Job(world, "other", world.names[:3], 2, "long.yaml")  # its last node is cut off
    first = Job(world, "first", world.names[5:7], 1, "long.yaml")  # the one with mpirun
    linked = Job(world, "linked", world.names[7:], 1, "long.yaml", "nice")  # it computes all the time, beside other tests
    for job in other, first, linked:
        job.wait_for_steps()
    blocked = block_the_link(world, "node8", "node9")
    cut = time.time()
    world.link("node3", up=False)
    world.link("node6", up=False)
    while time.time() - cut < MOST and (other.all_gone is None or first.all_gone is None or other.launcher_gone is None):
        time.sleep(0.25)
        for job in other, first:
            job.look(cut)
    for job in other, first:
        check(job.all_gone is not None, f"{job.out}: no rank is left")
        print(f"  {job.out}: ranks {job.all_gone or MOST:.1f} s, mpirun {job.launcher_gone or MOST:.1f} s", flush=True)
    check(other.launcher_gone is not None and other.p.returncode != 0, "mpirun ends too, where it lives on")
    time.sleep(max(0, begun + STOPPED - time.time()))
    check(healthy.p.poll() is None and len(healthy.ranks()) == 2, "a rank that is stopped is waited for")
    os.kill(stopped, signal.SIGCONT)
    r = result_of(healthy.p)
    check(r.returncode == 0 and "is lost" not in r.stderr, "and the run goes on and ends well", r)
    alone = run("run", "short.yaml", "-o", "alone", "-q", cwd=shared, env={"OMP_NUM_THREADS": "1"})
    check(alone.returncode == 0, "alone", alone)
    same(shared, "alone", "healthy", "a rank was stopped")
    check("no connection beside MPI" not in healthy.log(), "the nodes were connected")
    if blocked:
        words = r"the connection from node[89] that watches over node[89] is gone, but that node lives"
        check(linked.p.poll() is None and "is lost" not in linked.log() and re.search(words, linked.log()), f"a connection alone is lost: {linked.log()[-900:]}")
    else:
        print("  a connection that is lost alone: not tested, for ss or ip rule cannot do it here")
    world.clear()
    r = result_of(other.p)
    check(named(r.stderr, "node3", "4, 5") and r.stderr.count("apsis: error: node3 is lost") >= 1, "the lost node and its ranks are named", r)
    check(named(other.log(), "node3", "4, 5"), f"in log.txt as well: {other.log()[-900:]}")
    check(named(first.log(), "node6", "0"), f"the first node is named by another: {first.log()[-900:]}")
    for name in "node3", "node6":
        world.link(name, up=True)
    steps = other.log().count("time ")
    r = result_of(world.begin(world.names[:2], 2, PROGRAM, "run", "long.yaml", "-o", "other", "-q", "--restart", "--set", "run.t_end=0.5"), 60)
    check(steps > 2 and r.returncode == 0, "the last checkpoint resumes on the others", r)


def main():
    skip_without(BUILD / "tests" / "ranks_io")
    nodes.enter()
    lost_and_stopped(nodes.Nodes(9, quick=False))
    end()


main()
