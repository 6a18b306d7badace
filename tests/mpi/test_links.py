#!/usr/bin/env python3
"""Connections between nodes (src/core/ranks_links.c) on one machine: rings of one to four nodes, strangers that call, a rank
without sockets. What they are for is tested in test_lost.py. ctest: timeout=120 cost=10"""
import os
import random
import socket
import threading
import time

from ranks import BUILD, begin, check, end, result_of, skip_without, start

PROGRAM = BUILD / "tests" / "ranks_links"


def listening():
    """Ports of this machine where somebody listens."""
    found = set()
    for name in ("tcp", "tcp6"):
        try:
            lines = open(f"/proc/net/{name}").read().splitlines()[1:]
        except OSError:
            continue
        found |= {int(w[1].rsplit(":", 1)[1], 16) for w in map(str.split, lines) if w[3] == "0A"}
    return found


def call_all(known, over, said):
    """Wherever a new port opens: with silence, with a few bytes, with as many as a rank would send, with too many."""
    calls = []
    while not over.is_set():
        for port in listening() - known:
            for n in (0, 3, 20, 2000):
                try:
                    s = socket.create_connection(("127.0.0.1", port), timeout=1)
                    s.sendall(random.Random(n).randbytes(n))
                    calls.append(s)
                    said.add(port)
                except OSError:
                    pass
            known.add(port)
        time.sleep(0.005)
    for s in calls:
        s.close()


def tell(ranks, word):
    r = start(ranks, PROGRAM, word, timeout=60)
    check(r.returncode == 0 and f"connections between {ranks} ranks" in r.stdout, f"{word}, {ranks} ranks", r)


def main():
    skip_without(PROGRAM)
    for ranks in (2, 3, 4, 8):
        tell(ranks, "ring")
    p = begin(7, PROGRAM, "poor")
    p.stdout.readline()  # MPI is up: its own ports are not called
    over, said = threading.Event(), set()
    caller = threading.Thread(target=call_all, args=(listening(), over, said))
    caller.start()
    r = result_of(p, 30)
    over.set()
    caller.join()
    check(r.returncode == 0 and "connections between 7 ranks" in r.stdout, "a poor rank, and strangers", r)
    check(said or not os.path.exists("/proc/net/tcp"), "strangers have called")
    end()


main()
