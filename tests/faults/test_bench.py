"""apsis bench fmm: every number is there and the parts add up; options that make no sense are refused."""
import json

from apsis_cli import check, end, refused, run

KEYS = """seconds first_seconds particles_per_s error_rms error_median error_99.9 error_max order leaf strictness
pairs_per_particle pair_lane_fill cell_pairs_per_particle cell_lane_fill tests_per_particle bytes_per_particle
build_share pair_interactions_per_s limit_per_s""".split()
BUILD = ["keys", "sort", "cells", "leaves", "sparse"]
PARTS = BUILD + ["tests", "cell_pairs", "pairs", "shifts", "rest"]

r = run("bench", "fmm", "--n", 6000, "--accuracy", "1e-2,1e-4", "--threads", 1, "--json")
check(r.returncode == 0 and not r.stderr, "bench fmm --json", r)
lines = [json.loads(line) for line in r.stdout.splitlines()]
check([l["accuracy"] for l in lines] == [1e-2, 1e-4] and all(l["n"] == 6000 and l["threads"] == 1 for l in lines), "one line per accuracy", r)
for l in lines:
    missing = [k for k in KEYS if not l.get(k, -1) > 0]
    check(not missing, f"above zero at {l['accuracy']}: {missing}")
    shares = [l["share_" + k] for k in PARTS]
    # each is printed to 1e-4; the build's phases and the walk are timed inside the force, so nothing is left below zero
    check(abs(sum(shares) - 1) < 1e-3 and min(shares) > -1e-3, f"shares of the time add up to one: {shares}")
    check(abs(sum(l["share_" + k] for k in BUILD) - l["build_share"]) < 1e-3, "so do those of the build")
    check(l["pair_lane_fill"] <= 1 and l["cell_lane_fill"] <= 1, "lane fill is a fraction")
    # the promise is kept to within the noise of its sample (128 rows of a long-tailed distribution)
    check(l["error_rms"] < 2 * l["accuracy"] and l["error_median"] <= l["error_99.9"] <= l["error_max"], f"errors at {l['accuracy']}")
check(lines[1]["error_rms"] < lines[0]["error_rms"], "a smaller error asked for gives a smaller error")

r = run("bench", "fmm", "--n", 2000, "--accuracy", "1e-3", "--threads", 1, "--model", "hernquist")
check(r.returncode == 0 and not r.stderr and "hernquist, N = 2000" in r.stdout, "as a table, another model", r)
check(sum(line.startswith("1e-03 ") for line in r.stdout.splitlines()) == 3, "three tables", r)

for option, value, *words in [("--n", "many", "--n"), ("--n", 0, "--n"), ("--n", 1.5, "--n"), ("--accuracy", "1e-3,no", "--accuracy"),
                              ("--accuracy", 0, "--accuracy"), ("--model", "klein_bottle", "klein_bottle"), ("--device", "cuda", "cuda")]:
    r = run("bench", "fmm", option, value)
    check(refused(r, 2, *words), f"bench fmm {option} {value} is refused", r)
for what, option, value in [("fmm", "--accuracy", 3), ("fmm", "--model", "klein_bottle"), ("direct", "--threads", -1), ("direct", "--device", "tea")]:
    check(refused(run("bench", what, option, value), 2, f"error: {option}: "), f"bench {what} {option} {value} is refused by the option's name")
check(refused(run("bench", "direct", "--n", 10), 2, "--n"), "bench direct takes no --n")
check(refused(run("bench", "tea"), 2, "tea", "fmm"), "an unknown benchmark is refused")

end()
