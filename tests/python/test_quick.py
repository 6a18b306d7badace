"""Quick steps (python/quick.c): the same as those written in Python, in every situation where a step must not be quick.   ctest: timeout=600"""
import stage

stage.enter()
import inspect
import os
import signal
import threading
import time
import types

import numpy as np

import apsis
from apsis import _quick

TINY = dict(softening=0.1, dt=0.001, device="cpu", threads=1, solver="direct")


def make(n=50, **more):
    return apsis.Simulation(apsis.ic.plummer(n=n), **{**TINY, **more})


def quick(sim):
    """True where the next step would be quick."""
    state = sim._handle.state
    return bool(state.ready and state.sim and not state.inside)


def test_the_quick_methods_are_there_and_readable():
    assert isinstance(apsis.Simulation.step, types.MethodDescriptorType)
    assert str(inspect.signature(apsis.Simulation.step)) == "(self, /, n=1, dt=None)"
    assert "n steps of the integrator" in inspect.getdoc(apsis.Simulation.step)
    sim = make().step()
    assert quick(sim) and sim.step() is sim and sim.step(n=2) is sim and sim.step(1, dt=-0.001) is sim and sim.steps == 5


def test_quick_steps_give_the_same_bits():
    one, many, run, called, seen = make(), make(), make(), make(), []
    for _ in range(300):
        one.step()
    many.step(300)
    run.run(0.3)
    called.run(0.3, callback=lambda s: seen.append(s.time))
    assert quick(one) and one.steps == called.steps == 300 and len(seen) == 300 and seen == sorted(seen)
    for other in (many, run, called):
        assert np.array_equal(one.positions, other.positions) and np.array_equal(one.velocities, other.velocities)


def test_positions_edited_between_quick_steps_count():
    sim, fresh = make(), make()
    sim.step(), sim.step()
    x, v = sim.positions.copy(), sim.velocities.copy()
    x[0] += 3
    sim.positions = x
    sim.step()
    fresh.positions, fresh.velocities = x, v
    fresh.step()
    assert quick(sim) and np.array_equal(sim.positions, fresh.positions)
    with sim.edit("velocities") as moving:
        moving *= 0
        assert not quick(sim)
    assert quick(sim)


def test_what_is_closed_or_wrong_is_not_quick():
    sim = make().step()
    for wrong in ({"n": -1}, {"dt": float("nan")}):
        with stage.raises(apsis.UsageError):
            sim.step(**wrong)
    for arguments in ((1, 2, 3), ("x",)):
        with stage.raises(TypeError):
            sim.step(*arguments)
    with stage.raises(TypeError):
        sim.step(steps=3)
    with stage.raises(apsis.UsageError, "a callback cannot step"):
        sim.run(1, callback=lambda s: s.step())
    assert quick(sim)
    sim.close()
    with stage.raises(apsis.StaleError, "closed"):
        sim.step()
    sim = make().step()
    if (child := os.fork()) == 0:
        try:
            sim.step()
        except apsis.UsageError:
            os._exit(0)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0 and sim.step().steps == 2


def test_nan_is_found_after_a_quick_step():
    sim = make(2).step()
    with sim.edit("velocities") as v:
        v[0] = 1e308
    with stage.raises(apsis.NumericalError):
        for _ in range(2000):
            sim.step(), sim.step(dt=1)
    sim = make().step()
    sim.columns["vx"].numpy()[0] = np.nan  # behind the back of the simulation
    with stage.raises(apsis.NumericalError, "particle"):
        assert quick(sim)
        sim.step()


def test_only_brief_steps_keep_the_interpreter():
    sim, seen = make(6000, threads=1), []
    sim.step()
    assert quick(sim)  # asked for, but each takes milliseconds

    def count():
        while not done.is_set():
            seen.append(time.perf_counter())
            time.sleep(0.0005)

    done = threading.Event()
    thread = threading.Thread(target=count)
    thread.start()
    start = time.perf_counter()
    for _ in range(20):
        sim.step()
    wall = time.perf_counter() - start
    done.set()
    thread.join()
    within = [t for t in seen if start < t < start + wall]
    assert wall / 20 > 0.002 and len(within) > wall / 0.005, (wall, len(within))  # many wakings in each step of some 10 ms


def test_threads_do_not_meet_in_one_simulation():
    sim, alone, errors = make(), make(), []

    def look():
        try:
            while not done.is_set():
                sim.energies(), sim.potentials.sum(), sim.data()
        except Exception as error:  # noqa: BLE001 - the test tells
            errors.append(error)

    def step():
        for _ in range(400):
            sim.step()

    done = threading.Event()
    lookers, steppers = [threading.Thread(target=look) for _ in range(2)], [threading.Thread(target=step) for _ in range(2)]
    for thread in lookers + steppers:
        thread.start()
    for thread in steppers:
        thread.join()
    done.set()
    for thread in lookers:
        thread.join()
    alone.step(800)
    assert not errors and sim.steps == 800 and np.array_equal(sim.positions, alone.positions)


def test_who_comes_within_a_quick_step_waits():
    """As if a handler of log lines had let another thread in: `inside` is that of a step under way."""
    sim = make().step()
    sim._handle.state.inside = threading.get_ident() + 1
    came = []
    threads = [threading.Thread(target=lambda w=work: came.append(w())) for work in (sim.energies, lambda: sim.positions, sim.step)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    assert not came
    sim._handle.state.inside = threading.get_ident()  # this one is the handler: it may look, but not close
    assert len(sim.positions) == 50 and not came
    with stage.raises(apsis.UsageError, "a handler of log lines"):
        sim.close()
    sim._handle.state.inside = 0
    for thread in threads:
        thread.join(30)
    assert len(came) == 3 and sim.steps == 2


def test_callbacks_of_every_kind():
    sim, count = make(), []
    sim.run(0.01, callback=count.append)  # one in C, which never looks around by itself
    assert count == [sim] * 10
    with stage.raises(ZeroDivisionError):
        sim.run(0.02, callback=lambda s: 1 / (s.steps - 15))
    assert sim.steps == 15 and sim.run(0.02).steps == 20
    seen = []
    assert sim.run(0.06, callback=lambda s: seen.append(s.steps), every=7).steps == 60 and seen == [27, 34, 41, 48, 55]
    big, seen = make(3000), []  # no quick steps
    assert big.run(0.01, callback=lambda s: seen.append(s.steps), every=3).steps == 10 and seen == [3, 6, 9]
    sim, count = make().step(20), []
    sim.run(1, callback=lambda s: s.stop() if s.steps == 30 else None)
    assert sim.steps == 30 and quick(sim.step())


def test_an_interrupt_ends_quick_steps_of_a_callback_in_c():
    sim, count = make(), []
    sim.step()
    stage.interrupted(sim, 0.2, lambda: sim.run(1e9, callback=count.append))
    missed = sim.steps - 1 - len(count)
    assert count and missed in (0, 1)  # 1: of a step that was not quick, before its callback
    timer = threading.Timer(0.2, sim.stop)
    timer.start()
    sim.run(1e9, callback=count.append)
    assert len(count) + missed == sim.steps - 1


def test_without_the_quick_library_all_is_the_same():
    kept = {name: apsis.Simulation.__dict__[name] for name in ("step", "_run_quickly")}
    try:
        apsis.Simulation.step = lambda self, n=1, dt=None: self._step(n, dt)
        apsis.Simulation._run_quickly = lambda self, callback: 0
        slow, seen = make(), []
        for _ in range(5):
            slow.step()
        slow.run(0.01, callback=seen.append)
    finally:
        for name, method in kept.items():
            setattr(apsis.Simulation, name, method)
    assert len(seen) == 5 and np.array_equal(slow.positions, make().step(10).positions)
    assert _quick.NEVER.ready == 0 and _quick.NEVER.sim is None


if __name__ == "__main__":
    stage.main(globals())
