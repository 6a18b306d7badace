"""Nodes made of namespaces: each has its own host name, network address, /dev/shm and disk, all share one disk and speak over a
bridge by TCP alone. Linux, root, and Open MPI's launcher. Standard library only.

Everything lives in a PID namespace whose first process is the test: when that one ends, however it ends, the system kills what
it started, and links, mounts and files go with their namespaces."""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

from ranks import BUILD, ENVIRONMENT, MPIEXEC

PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
INSIDE = "APSIS_INSIDE_NAMESPACES"
WORLD = "unshare", "--net", "--uts", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"
SOON = ("time", "4"), ("intvl", "2"), ("probes", "3")  # mpirun finds a node lost after 10 s, not 8 min (docs/cluster.md)
AGENT = """#!/bin/sh
# In place of ssh: HOST COMMAND …
host=$1
shift
read -r pid <{shared}/$host.pid
nsenter --target "$pid" --net --uts --mount sh -c "cd {shared}; . ./$host.sh; $*" || sleep 1 # a lost connection is noticed late
"""
NODE = """hostname {name} && mount -t tmpfs tmpfs /dev/shm && mount -t tmpfs tmpfs {shared}/local && ip link set lo up{quick} || exit 1
echo $$ >{shared}/{name}.pid
exec sleep infinity
"""


def why_not():
    """What keeps nodes from being made here; empty where nothing does."""
    if sys.platform != "linux":
        return "namespaces are Linux'"
    missing = [t for t in ("ip", "unshare", "nsenter", "mount", "hostname", MPIEXEC) if shutil.which(t, path=PATH) is None]
    if missing:
        return f"{', '.join(missing)}: not found"
    if os.geteuid() != 0:
        return "only root can make network namespaces"
    script = "ip link add one type bridge && ip link add two type veth peer name three && mount -t tmpfs tmpfs /dev/shm"
    tried = subprocess.run([*WORLD, "sh", "-c", script], capture_output=True, text=True, env={**os.environ, "PATH": PATH})
    if tried.returncode:
        return f"no namespaces may be made here: {(tried.stderr.strip().splitlines() or ['unshare fails'])[-1]}"
    version = subprocess.run([MPIEXEC, "--version"], capture_output=True, text=True, env={**os.environ, **ENVIRONMENT}).stdout
    return "" if "Open MPI" in version or "open-mpi" in version else "these nodes are started by Open MPI's mpirun alone"


def enter():
    """Goes on in namespaces of its own, or ends the test as skipped."""
    if INSIDE in os.environ:
        return
    reason = why_not()
    if reason:
        print(f"SKIPPED: {reason}")
        sys.exit(77)
    os.execvpe(WORLD[0], [*WORLD, sys.executable, *sys.argv], {**os.environ, INSIDE: "1", "PATH": PATH})


def sh(*words):
    subprocess.run(list(map(str, words)), check=True)


def kill(pid):
    """Kills a process, unless it has ended by itself since it was listed."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


class Nodes:
    """So many, node1 …; `shared` is the disk that all see, shared/local each one's own."""

    wires = "10.219.0.0/24"  # what ranks speak over

    def __init__(self, count, quick=True):
        """quick: TCP and mpirun notice a lost node after seconds; else everything is as it comes."""
        self.quick = quick
        self.shared = next(p for p in map(pathlib.Path, ("/srv", "/mnt", "/media", "/opt")) if p.is_dir() and p not in BUILD.parents)
        self.names = [f"node{k + 1}" for k in range(count)]
        self.holders = {}
        sh("mount", "-t", "tmpfs", "tmpfs", self.shared)
        (self.shared / "local").mkdir()
        agent = self.shared / "agent"
        agent.write_text(AGENT.format(shared=self.shared))
        agent.chmod(0o755)
        sh("ip", "link", "set", "lo", "up")
        sh("ip", "link", "add", "switch", "type", "bridge")
        sh("ip", "link", "set", "switch", "up")
        for name in self.names:
            self.shell(name, "")
            self.make(name)

    def address(self, name):
        return f"10.219.0.{self.names.index(name) + 1}"

    def make(self, name):
        """Also anew, where it was lost."""
        pid = self.shared / f"{name}.pid"
        pid.unlink(missing_ok=True)
        (self.shared / f"{self.address(name)}.pid").unlink(missing_ok=True)
        self.holders[name] = subprocess.Popen(["unshare", "--net", "--uts", "--mount", "sh", "-c",
                                               NODE.format(name=name, shared=self.shared, quick=" && echo 4 >/proc/sys/net/ipv4/tcp_retries2" if self.quick else "")])
        while not (pid.exists() and pid.read_text().strip()):
            if self.holders[name].poll() is not None:
                raise RuntimeError(f"{name} cannot be made")
            time.sleep(0.005)
        os.link(pid, self.shared / f"{self.address(name)}.pid")
        sh("ip", "link", "add", f"to-{name}", "type", "veth", "peer", "name", "eth0",
           "address", f"02:00:00:00:00:{self.names.index(name) + 1:02x}", "netns", pid.read_text().strip())
        sh("ip", "link", "set", f"to-{name}", "master", "switch", "up")
        sh("nsenter", "--target", pid.read_text().strip(), "--net", "sh", "-c",
           f"ip address add {self.address(name)}/24 dev eth0 && ip link set eth0 up")

    def shell(self, name, line):
        """What a node's shell does before it starts ranks, such as ulimit."""
        for key in (name, self.address(name)):
            (self.shared / f"{key}.sh").write_text(line + "\n")

    def link(self, name, up):
        """Down: nothing more arrives there or comes from there, and no connection is reset."""
        sh("ip", "link", "set", f"to-{name}", "up" if up else "down")

    def processes(self, name, program=None):
        """{process: program} on that node."""
        mine, found = os.readlink(f"/proc/{self.holders[name].pid}/ns/net"), {}
        for path in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(path / "ns" / "net") == mine:
                    found[int(path.name)] = os.path.basename(os.readlink(path / "exe"))
            except OSError:
                continue
        return {p: exe for p, exe in found.items() if program in (None, exe)}

    def lose(self, name):
        """Everything there is killed at once, the holder of its network last."""
        holder = self.holders[name].pid
        for pid in sorted(self.processes(name), key=lambda p: p == holder):
            kill(pid)
        self.holders[name].wait()

    def clear(self):
        """Ends what is left of a job on all nodes: whoever waits for its output goes on."""
        for name in self.names:
            if self.holders[name].poll() is None:
                for pid in self.processes(name):
                    if pid != self.holders[name].pid:
                        kill(pid)

    def begin(self, names, each, *words, env=None):
        """mpirun on the first of these nodes, with so many ranks on each."""
        keep = {**ENVIRONMENT, "OMPI_MCA_mpi_yield_when_idle": "1", "TMPDIR": str(self.shared / "local"), **(env or {})}
        for key in [k for k in keep if keep[k] is None]:
            del keep[key]
        line = [MPIEXEC, "--mca", "btl", "tcp,self", "--mca", "pml", "ob1", "--mca", "btl_tcp_if_include", self.wires,
                "--mca", "oob_tcp_if_include", "10.219.0.0/24", "--mca", "plm_rsh_agent", self.shared / "agent",
                *[w for key, value in SOON if self.quick for w in ("--mca", f"oob_tcp_keepalive_{key}", value)], "--bind-to", "none", "--host", ",".join(f"{self.address(n)}:{each}" for n in names),
                *[w for k in keep for w in ("-x", k)], *words]
        gone = {k for k, v in (env or {}).items() if v is None}
        world = {k: v for k, v in {**os.environ, **keep}.items() if k not in gone}
        pid = (self.shared / f"{names[0]}.pid").read_text().strip()
        return subprocess.Popen(["nsenter", "--target", pid, "--net", "--uts", "--mount", "sh", "-c",
                                 f'cd {self.shared}; . ./{names[0]}.sh; exec "$@"', "sh", *map(str, line)],
                                text=True, errors="replace", env=world, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                start_new_session=True)
