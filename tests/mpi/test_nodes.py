#!/usr/bin/env python3
"""A run on three nodes of two ranks: the bits of one rank; cores and memory counted by node; one disk for all, or a named error;
requests that reach one node; nodes that are killed, or whose cable is cut. ctest: timeout=300 cost=65"""
import filecmp
import json
import os
import pathlib
import re
import signal
import sys
import time

import nodes
from ranks import BUILD, PROGRAM, check, end, failures, one_message, result_of, run, same, skip_without, wait_for_rows

CONFIG = """particles: [{model: plummer, n: 900}, {model: hernquist, n: 300, position: [2, 0, 0], softening: 0.1}]
forces: [{law: plummer, solver: fmm, softening: 0.05}]
integrator: {dt: 0.01}
run: {t_end: 0.2, seed: 7, device: cpu, reproducible: true, patience: 2.5 s, hung_rank: stop}
output: {log: {every: 0.02}, snapshots: {every: 0.05, sort: id}, checkpoint: {every: 0.2 s}, picture: {size: [160, 90]}}
"""
EACH = 2
MOST = 30  # s that a job may live on after it has lost a node


def alone(world, *words):
    r = run(*words, cwd=world.shared, env={"OMP_NUM_THREADS": "1"})
    check(r.returncode == 0, f"alone: {' '.join(map(str, words))}", r)


def on(world, names, *words, each=EACH, env=None):
    return result_of(world.begin(names, each, PROGRAM, *words, env=env), 60)


def well(world, names, *words, **more):
    r = on(world, names, *words, **more)
    check(r.returncode == 0, f"{len(names)} nodes: {' '.join(map(str, words))}", r)
    return r


def pin(world):
    """Each node has one core, which its ranks know to share."""
    cores = sorted(os.sched_getaffinity(0))
    for k, name in enumerate(world.names):
        world.shell(name, f"taskset -cp {cores[k % len(cores)]} $$ >/dev/null")


def room(text):
    """Bytes that the memory plan finds free, and what stands behind."""
    found = re.search(r"host +\S+ \S+ of (\S+) (\S+) free(.*)", text)
    return float(found[1]) * {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}[found[2]], found[3]


# ---- what is counted by node ---------------------------------------------------------------------------------------


def test_cores_and_memory_are_those_of_the_node(world):
    said = json.loads(well(world, world.names, "doctor", "--json").stdout)["ranks"]
    check(said["now"] == 6 and said["nodes"] == 3, f"doctor counts nodes: {said}")
    check("6 ranks on 3 nodes, 2 on each" in well(world, world.names, "doctor").stdout, "and says so to people")
    free = {"OMP_NUM_THREADS": None}
    cores = len(os.sched_getaffinity(0))
    plans = [well(world, world.names, "run", "c.yaml", "-o", f"each{each}", "--set", "run.t_end=0", each=each, env=free).stdout for each in (1, 2)]
    for each, plan in zip((1, 2), plans):
        threads = max(1, cores // each)
        check(f"{3 * each} ranks of cpu, {threads} thread{'s' * (threads > 1)}:" in plan, f"{each} a node: {threads} threads each: {plan}")
    check(0.4 < room(plans[1])[0] / room(plans[0])[0] < 0.6, f"two ranks of a node share its memory: {plans}")
    world.shell("node3", "ulimit -v 3000000")
    small = well(world, world.names, "run", "c.yaml", "--dry-run", each=1).stdout
    check(room(small)[0] < 3.1e9 and room(small)[1] == " on node3", f"the node with the least memory is named: {small}")
    r = on(world, world.names, "run", "c.yaml", "-o", "large", "-q", "--set", "particles.0.n=1.2e8", each=1)
    check(one_message(r, 5, "memory: ", "free on node3"), "and the one that has too little", r)
    check(not (world.shared / "large").exists(), "what does not fit leaves nothing behind")


# ---- one disk for all ----------------------------------------------------------------------------------------------


def test_three_nodes_have_the_bits_of_one_rank(world):
    pin(world)
    alone(world, "run", "c.yaml", "-o", "alone", "-q")
    alone(world, "ic", "plummer", "n=1500", "seed=4", "-o", "p.hdf5")
    words = "forces", "p.hdf5", "--law", "plummer", "--softening", "0.02", "--solver", "fmm", "--device", "cpu"
    alone(world, *words, "-o", "f1.hdf5")
    well(world, world.names, *words, "-o", "f6.hdf5")
    check(filecmp.cmp(world.shared / "f1.hdf5", world.shared / "f6.hdf5", shallow=False), "forces: other bytes")
    well(world, world.names, "run", "c.yaml", "-o", "three")
    same(world.shared, "alone", "three", "three nodes")
    log = (world.shared / "three" / "log.txt").read_text()
    check("6 ranks on 3 nodes, 2 on each" in log, "log.txt tells of nodes")
    check("one rank writes for 6: this file system may mix up" in log, "a disk that is not known is written by one")


def test_a_request_reaches_all_nodes_and_two_go_on(world):
    pin(world)
    for name, writers in (("SIGUSR1", "all"), ("SIGTERM", "one")):
        p = world.begin(world.names, EACH, PROGRAM, "run", "c.yaml", "-o", name, "-q", env={"APSIS_WRITERS": writers})
        check(wait_for_rows(world.shared, name, 3, lambda: p.poll() is None), f"{name}: the run lasts long enough")
        os.kill(max(world.processes("node3", "apsis")), getattr(signal, name))
        r = result_of(p)
        check(one_message(r, 10, "stopped by", "a checkpoint is on disk"), f"{name} on one node: status 10", r)
        well(world, world.names[1:], "run", "c.yaml", "-o", name, "-q", "--restart", env={"APSIS_WRITERS": writers})
        same(world.shared, "alone", name, f"{name}, then two nodes")
        words = "6 ranks write at once" if writers == "all" else "one rank writes for 6"
        check(words in (world.shared / name / "log.txt").read_text(), f"{name}: {words}")


def test_a_disk_of_one_node_is_refused(world):
    for restart in (), ("--restart",):
        r = on(world, world.names, "run", "c.yaml", "-o", "local/run", "-q", *restart)
        check(one_message(r, 4, "local/run: rank ", " on node", "does not see this directory", "a disk that all nodes share"),
              f"its own disk {restart}: status 4", r)
    check(not (world.shared / "local" / "run").exists(), "nothing is written elsewhere")


# ---- nodes that are lost -------------------------------------------------------------------------------------------


def lose(world, name, how):
    pin(world)
    out = f"{how}-{name}"
    p = world.begin(world.names, EACH, PROGRAM, "run", "c.yaml", "-o", out, "-q")
    check(wait_for_rows(world.shared, out, 4, lambda: p.poll() is None), f"{out}: the run lasts long enough")
    t = time.time()
    world.lose(name) if how == "killed" else world.link(name, up=False)
    while p.poll() is None and time.time() - t < MOST:
        time.sleep(0.02)
    left = [n for n in world.names if world.holders[n].poll() is None]
    while any(world.processes(n, "apsis") for n in left) and time.time() - t < MOST:
        time.sleep(0.02)
    seconds = time.time() - t
    check(p.poll() is not None and p.returncode != 0, f"{out}: mpirun ends")
    check(not any(world.processes(n, "apsis") for n in left), f"{out}: no rank is left")
    world.clear()
    r = result_of(p)
    print(f"  {out}: {seconds:.1f} s", flush=True)
    if how == "killed":
        world.make(name)
    else:
        world.link(name, up=True)
    log = (world.shared / out / "log.txt").read_text()
    if name != "node1":
        well(world, world.names[:2], "run", "c.yaml", "-o", out, "-q", "--restart")
        same(world.shared, "alone", out, out)
    return r, log


def test_a_node_that_is_killed_ends_the_job(world):
    r, _ = lose(world, "node3", "killed")
    check("communication with a remote daemon" in r.stderr and world.address("node3") in r.stderr, "the launcher names it", r)
    lose(world, "node1", "killed")


def test_a_node_behind_a_cut_cable_ends_the_job(world):
    r, log = lose(world, "node3", "cut")
    words = r"rank [45] \(process \d+ on node3\) gives no sign of life"  # the job may end before both are overdue
    check(re.search(words, r.stderr) and re.search(words, log), "cut: a rank of the node is named", r)
    check("the job ends with status 5" in r.stderr, "cut: and the end", r)
    _, log = lose(world, "node1", "cut")
    check(re.search(r"rank 0 \(process \d+ on node1\) gives no sign of life", log), f"cut: the first node is named by another: {log[-900:]}")


def main():
    skip_without(BUILD / "tests" / "ranks_io")
    nodes.enter()
    wanted = sys.argv[1:]
    world = nodes.Nodes(3)
    (world.shared / "c.yaml").write_text(CONFIG)
    for test in [f for name, f in globals().items() if name.startswith("test_") and (not wanted or name[5:] in wanted)]:
        before, t = len(failures), time.time()
        for name in world.names:
            world.shell(name, "")
        test(world)
        print("ok  " if len(failures) == before else "FAIL", f"{test.__name__}, {time.time() - t:.1f} s", flush=True)
    end()


main()
