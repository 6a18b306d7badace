"""A Slurm of one's own: munged, slurmctld and slurmd of this machine alone, on loopback ports, files in one folder, gone
at the end. Standard library and Debian's slurm-wlm."""
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

CONF = """ClusterName=apsis
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={d}/munge.socket,cred_expire=5
StateSaveLocation={d}/state
SlurmdSpoolDir={d}/spool
SlurmctldPidFile={d}/slurmctld.pid
SlurmdPidFile={d}/slurmd.pid
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SwitchType=switch/none
MpiDefault=none
JobRequeue=1
KillWait=10
ReturnToService=2
SchedulerParameters=sched_interval=1,bf_interval=1
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus}
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""
# cred_expire: so many seconds a requeued job must wait; config_overrides: CPUs as said, however many there are
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin"
TOOLS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scontrol", "scancel", "sinfo")


def why_not():
    """What keeps Slurm from being started here; empty where nothing does."""
    missing = [t for t in TOOLS if shutil.which(t, path=PATH) is None]
    if missing:
        return f"{', '.join(missing)}: not found (apt-get install slurm-wlm munge)"
    if not os.path.ismount("/sys/fs/cgroup"):  # a bare chroot
        return "no filesystem is mounted on /sys/fs/cgroup, which slurmd asks for"
    return "" if os.geteuid() == 0 else "only root can start jobs of slurmd"


def free_ports(n):
    sockets = [socket.socket() for _ in range(n)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class Slurm:
    """with Slurm(folder, cpus) as slurm: the node is idle. The folder must be new."""

    def __init__(self, folder, cpus):
        self.d = pathlib.Path(folder)
        self.host = socket.gethostname().split(".")[0]
        self.daemons = []
        for name in ("state", "spool"):
            pathlib.Path(self.d, name).mkdir(parents=True)
        os.chmod(self.d, 0o755)
        key = pathlib.Path(self.d, "munge.key")
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        controller_port, node_port = free_ports(2)
        self.conf = pathlib.Path(self.d, "slurm.conf")
        self.conf.write_text(CONF.format(d=self.d, host=self.host, cpus=cpus, controller_port=controller_port,
                                         node_port=node_port))
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("SLURM")}
        self.env.update(PATH=PATH, SLURM_CONF=str(self.conf))

    def start(self, *command):
        with open(self.d / (command[0] + ".log"), "wb") as log:
            self.daemons.append(subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                                 start_new_session=True, preexec_fn=die_with_parent))

    def __enter__(self):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that __exit__ runs
        try:
            self.start("munged", "--foreground", "--force", f"--key-file={self.d}/munge.key",
                       f"--socket={self.d}/munge.socket", f"--pid-file={self.d}/munged.pid",
                       f"--seed-file={self.d}/munged.seed")
            self.wait(lambda: pathlib.Path(self.d, "munge.socket").exists(), 10, "munged")
            self.start("slurmctld", "-D")
            self.start("slurmd", "-D")
            self.wait(lambda: self.ask("sinfo", "-h", "-o", "%T") == "idle", 30, "the node")
        except BaseException:
            self.show()
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        """Cancels what runs and ends the daemons, and by its SLURM_CONF every process that they leave."""
        subprocess.run(["scancel", "--full", f"--nodelist={self.host}"], env=self.env, capture_output=True)
        for p in reversed(self.daemons):
            p.terminate()
        for p in self.daemons:
            try:
                p.wait(5)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
        for pid in self.left():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def left(self):
        """Living processes that have our configuration in their environment."""
        mark, found = b"SLURM_CONF=" + os.fsencode(self.conf), []
        for path in pathlib.Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in path.read_bytes().split(b"\0"):
                    found.append(int(path.parent.name))
            except OSError:
                pass
        return found

    def show(self):
        """The last words of every daemon."""
        for path in sorted(self.d.glob("*.log")):
            print(f"--- {path.name}\n" + "\n".join(path.read_text(errors="replace").splitlines()[-12:]))

    @staticmethod
    def wait(true, seconds, what):
        end = time.time() + seconds
        while not true():
            if time.time() > end:
                raise TimeoutError(f"{what}: nothing after {seconds} s")
            time.sleep(0.05)

    def ask(self, *command, cwd=None, env=None):
        """What a Slurm command prints; empty if it fails."""
        r = subprocess.run(command, env={**self.env, **(env or {})}, cwd=cwd, capture_output=True, text=True, timeout=30)
        if r.returncode:
            print(f"{command[0]}: {r.stderr.strip()}")
        return r.stdout.strip() if r.returncode == 0 else ""

    def submit(self, d, *arguments, **env):
        """sbatch in folder d; returns the job's number."""
        return self.ask("sbatch", "--parsable", *map(str, arguments), cwd=d, env=env).split(";")[0]

    def job(self, number):
        """The fields of `scontrol show job`."""
        words = self.ask("scontrol", "show", "job", str(number)).split()
        return dict(w.split("=", 1) for w in words if "=" in w)
