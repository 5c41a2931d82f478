"""Runs the services of docker-compose.yml with crun, on the programs of this machine.

Users, capabilities, read-only roots, tmpfs, volumes, commands, health checks and the order of
starting are those of the file; ours is the Dockerfile, whose steps run too. What images of others
contain is not at hand: `images.py` states what their Dockerfiles and entrypoints do that matters
here, and the programs are Debian's.

Run as root by `replay`, in namespaces of its own, so that nothing remains when it ends:
`python compose.py COMPOSE ENVIRONMENT FOLDER [SERVICE…]` prints facts about each service as JSON.
"""

import fcntl
import http.client
import json
import os
import re
import shlex
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))
from images import IMAGES, Image, application

ROOT = Path(__file__).resolve().parents[2]
# What Docker grants a container that drops nothing.
DEFAULT_CAPABILITIES = [
    *("CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID"),
    *("SETFCAP", "SETPCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE"),
]
# Seconds for a service to become healthy.
PATIENCE = int(os.environ.get("COMPOSE_PATIENCE", "240"))
NAMESPACES = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]


def obstacle() -> str:
    """Return why this machine cannot run containers, or ""."""
    if os.geteuid():
        return "only root can start containers here"
    missing = [name for name in ("crun", "unshare") if shutil.which(name) is None]
    if missing:
        return f"{' and '.join(missing)} not installed (apt install crun)"
    probe = ["unshare", *NAMESPACES, "mount", "-t", "cgroup2", "none", "/sys/fs/cgroup"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        return "the kernel allows no namespaces or no cgroup2 here"
    return ""


def replay(
    compose: Path, environment: Path, folder: Path, *services: str
) -> dict[str, dict[str, Any]]:
    """Run services of a compose file (all by default) and return facts about each.

    `started` and `healthy` are booleans, `log` is what it wrote; a running one has `user`,
    `capabilities` (a bit mask in hexadecimal), `no_new_privileges`, `writable` (folders).
    """
    run = subprocess.run(
        ["unshare", *NAMESPACES, sys.executable, __file__, compose, environment, folder, *services],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    facts: dict[str, dict[str, Any]] = json.loads(run.stdout.splitlines()[-1])
    return facts


def read_environment(path: Path) -> dict[str, str]:
    """Return the variables of an env file, without quotes and comments."""
    lines = [line.partition("=") for line in path.read_text().splitlines() if line[:1] not in "# "]
    return {name: value for name, equals, value in lines if equals}


def interpolate(text: str, variables: dict[str, str]) -> str:
    """Replace `${NAME}`, `${NAME:-default}` and `${NAME:?message}`, like Compose."""

    def value(match: re.Match[str]) -> str:
        name, operator, rest = match.groups()
        if variables.get(name):
            return variables[name]
        if operator == ":?":
            sys.exit(f"{name}: {rest}")
        return rest or ""

    return re.sub(r"\$\{(\w+)(?:(:[-?])([^}]*))?\}", value, text)


class Replay:
    """The containers of one compose file."""

    def __init__(self, compose: Path, environment: Path, folder: Path) -> None:
        self.folder = folder
        self.environment = read_environment(environment)
        content = yaml.safe_load(interpolate(compose.read_text(), self.environment))
        self.services: dict[str, dict[str, Any]] = content["services"]
        self.images: dict[str, Image] = {}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.facts: dict[str, dict[str, Any]] = {}

    def crun(self, *arguments: str | Path) -> list[str | Path]:
        return ["crun", "--cgroup-manager=disabled", "--root", self.folder / "state", *arguments]

    def image(self, service: str) -> Image:
        """Return the image of a service, with its root file system made."""
        name = self.services[service]["image"]
        if name not in self.images:
            image = IMAGES.get(name.partition(":")[0].rpartition("/")[2]) or application(ROOT)
            self.images[name] = image
            self.build(image)
        return self.images[name]

    def build(self, image: Image) -> None:
        """Make the root file system of an image and run its steps as root, like `docker build`."""
        root = self.rootfs(image)
        for name in ("usr", "etc", "tmp", "proc", "sys", "dev", "run", "var", "root", "local"):
            (root / name).mkdir(parents=True, exist_ok=True)
        (root / "tmp").chmod(0o1777)
        (root / "var/run").symlink_to("/run")
        for name in ("bin", "sbin", "lib", "lib64"):
            (root / name).symlink_to(f"usr/{name}")
        names = " ".join(["localhost", *self.services])
        (root / "etc/hosts").write_text(f"127.0.0.1 {names}\n")
        shutil.copy("/etc/login.defs", root / "etc")
        (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n" + image.passwd)
        (root / "etc/group").write_text("root:x:0:\n" + image.group)
        for path, text in image.programs.items():
            (root / "local" / path).write_text(text)
            (root / "local" / path).chmod(0o755)
        for source, target in image.copies:
            goal = root / target.lstrip("/")
            goal.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "*.mo")
                shutil.copytree(source, goal, ignore=ignored)
            else:
                shutil.copy(source, goal)
        for path in image.binds:
            (root / path.lstrip("/")).mkdir(parents=True, exist_ok=True)
        for number, step in enumerate(image.steps):
            self.run_step(image, f"build-{image.name}-{number}", step)

    def run_step(self, image: Image, name: str, step: str) -> None:
        config = self.config(image, ["/bin/sh", "-ec", step], (0, 0), DEFAULT_CAPABILITIES, [], "/")
        config["root"]["readonly"] = False
        result = subprocess.run(
            self.crun("run", "--bundle", self.bundle(name, config), name),
            stdout=sys.stderr,
            check=False,
        )
        if result.returncode:
            sys.exit(f"A step of the image {image.name} failed: {step}")

    def rootfs(self, image: Image) -> Path:
        return self.folder / "images" / image.name

    def bundle(self, name: str, config: dict[str, Any]) -> Path:
        folder = self.folder / "bundles" / name
        folder.mkdir(parents=True)
        (folder / "config.json").write_text(json.dumps(config))
        return folder

    def config(
        self,
        image: Image,
        command: list[str],
        user: tuple[int, int],
        capabilities: list[str],
        mounts: list[dict[str, Any]],
        folder: str = "",
    ) -> dict[str, Any]:
        """Return a runtime configuration: the image, with the programs of this machine."""
        root = self.rootfs(image)
        names = [f"CAP_{name}" for name in capabilities]
        held = names if user[0] == 0 else []
        binds = [("/usr", "/usr"), (str(root / "local"), "/usr/local/bin")]
        binds += [(source, target) for target, source in image.binds.items()]
        return {
            "ociVersion": "1.0.0",
            "root": {"path": str(root), "readonly": True},
            "process": {
                "user": {"uid": user[0], "gid": user[1]},
                "args": command,
                "cwd": folder or image.folder,
                "env": [f"{name}={value}" for name, value in image.environment.items()],
                "capabilities": {"bounding": names, "permitted": held, "effective": held},
            },
            "mounts": [
                {"destination": "/proc", "type": "proc", "source": "proc"},
                tmpfs("/dev", "nosuid", "mode=755", "size=65536k"),
                tmpfs("/dev/shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
                *(bind(source, target, "ro") for source, target in binds),
                *mounts,
            ],
            "linux": {"namespaces": [{"type": name} for name in ("pid", "ipc", "uts", "mount")]},
        }

    def start(self, name: str) -> None:
        """Start a service after those that it depends on, as Compose does."""
        if name in self.facts:
            return
        service = self.services[name]
        fact = self.facts[name] = {"started": False, "healthy": False, "log": ""}
        for other, requirement in service.get("depends_on", {}).items():
            self.start(other)
            self.wait(other)
            condition = requirement["condition"]
            wanted = {"service_healthy": "healthy", "service_completed_successfully": "completed"}
            if not self.facts[other].get(wanted[condition]):
                fact["log"] = f"{other} is not {wanted[condition]}"
                return
        config = self.service_config(name)
        with self.log(name).open("wb") as output:
            self.running[name] = subprocess.Popen(
                self.crun("run", "--bundle", self.bundle(name, config), name),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    def wait(self, name: str) -> None:
        """Wait for a started service to become healthy or, without a health check, to end."""
        fact = self.facts[name]
        if name not in self.running or fact["started"]:
            return
        if self.services[name].get("healthcheck", {}).get("disable"):
            code = self.running[name].wait(3 * PATIENCE)
            fact.update(started=True, completed=code == 0)
        else:
            fact["healthy"] = self.is_healthy(name)
            fact["started"] = self.running[name].poll() is None
            if fact["started"]:
                fact.update(self.inspect(name))
        fact["log"] = self.log(name).read_text(errors="replace")

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def service_config(self, name: str) -> dict[str, Any]:
        """Translate a service of the compose file as Docker does."""
        service, image = self.services[name], self.image(name)
        dropped, added = service.get("cap_drop", []), service.get("cap_add", [])
        kept = [] if "ALL" in dropped else [c for c in DEFAULT_CAPABILITIES if c not in dropped]
        mounts = [self.volume(image, entry) for entry in service.get("volumes", [])]
        for entry in service.get("tmpfs", []):
            target, _, options = entry.partition(":")
            (self.rootfs(image) / target.lstrip("/")).mkdir(parents=True, exist_ok=True)
            given = [option for option in options.split(",") if option]
            mounts.append(tmpfs(target, "noexec", "nosuid", "nodev", "mode=1777", *given))
        command = shlex.split(service.get("command", "")) or image.command
        user = self.user(image, str(service.get("user", image.user)))
        config = self.config(image, [*image.entrypoint, *command], user, kept + added, mounts)
        config["root"]["readonly"] = service.get("read_only", False)
        process = config["process"]
        process["noNewPrivileges"] = "no-new-privileges:true" in service.get("security_opt", [])
        variables = dict(service.get("environment", {}))
        if service.get("env_file"):
            variables = {**self.environment, **variables}
        process["env"] += [f"{key}={value}" for key, value in variables.items()]
        return config

    def user(self, image: Image, user: str) -> tuple[int, int]:
        """Return the ids of `name`, `uid` or `uid:gid`, by the image's own passwd."""
        if ":" in user:
            uid, _, gid = user.partition(":")
            return int(uid), int(gid)
        for line in (self.rootfs(image) / "etc/passwd").read_text().splitlines():
            name, _, uid, gid, *_ = line.split(":")
            if user in (name, uid):
                return int(uid), int(gid)
        return int(user), 0

    def volume(self, image: Image, entry: str) -> dict[str, Any]:
        """Return a mount; a new named volume has the owner and mode of the image's folder."""
        source, target, *options = entry.split(":")
        inside = self.rootfs(image) / target.lstrip("/")
        if source.startswith("."):
            inside.parent.mkdir(parents=True, exist_ok=True)
            inside.touch()
            return bind(str(ROOT / source), target, *options)
        kept = self.folder / "volumes" / source
        inside.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            shutil.copytree(inside, kept)
            for original in [inside, *inside.rglob("*")]:
                status = original.stat()
                copy = kept / original.relative_to(inside)
                os.chown(copy, status.st_uid, status.st_gid)
                copy.chmod(status.st_mode & 0o7777)
        return bind(str(kept), target, *options)

    def is_healthy(self, name: str) -> bool:
        """Run the health check until it passes, the service ends, or patience does."""
        test = self.services[name].get("healthcheck", {}).get("test") or self.image(name).health
        command = ["/bin/sh", "-c", test[1]] if test[0] == "CMD-SHELL" else test[1:]
        until = time.monotonic() + PATIENCE
        while self.running[name].poll() is None and time.monotonic() < until:
            if self.execute(name, *command).returncode == 0:
                return True
            time.sleep(1)
        return False

    def execute(self, name: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in a running container, with its user and capabilities."""
        process = json.loads((self.folder / "bundles" / name / "config.json").read_text())[
            "process"
        ]
        file = self.folder / "process.json"
        file.write_text(json.dumps({**process, "args": command}))
        return subprocess.run(
            self.crun("exec", "--process", file, name),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def inspect(self, name: str) -> dict[str, Any]:
        """Return what the kernel says about a service's first process, and what it may write."""
        state = subprocess.run(self.crun("state", name), capture_output=True, check=True)
        status = Path(f"/proc/{json.loads(state.stdout)['pid']}/status").read_text()
        lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        folders = ["/", "/etc", "/tmp", "/run", "/data", "/app", "/app/var/media"]
        tests = " ".join(f"[ ! -w {each} ] || echo {each};" for each in folders)
        return {
            "user": int(lines["Uid"].split()[1]),
            "capabilities": lines["CapEff"].strip(),
            "bounding": lines["CapBnd"].strip(),
            "no_new_privileges": lines["NoNewPrivs"].strip() == "1",
            "writable": self.execute(name, "/bin/sh", "-c", tests).stdout.split(),
        }


def bind(source: str, target: str, *options: str) -> dict[str, Any]:
    chosen = ["rbind", "nosuid", *options]
    return {"destination": target, "source": source, "type": "bind", "options": chosen}


def tmpfs(target: str, *options: str) -> dict[str, Any]:
    return {"destination": target, "type": "tmpfs", "source": "tmpfs", "options": options}


def bring_loopback_up() -> None:
    """The services of the new network namespace reach each other at 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        # SIOCSIFFLAGS with IFF_UP and IFF_RUNNING.
        fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", 0x41))


def ask(address: str) -> dict[str, Any]:
    """Return what the installation says about itself, through the proxy."""
    context = ssl.create_default_context()
    # The proxy has made a certificate for this name by itself.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection(address, timeout=60, context=context)
    try:
        connection.request("GET", "/healthz/status")
        response = connection.getresponse()
        body = response.read().decode()
        return {"status": response.status, "headers": dict(response.getheaders()), "body": body}
    except OSError as error:
        return {"status": 0, "body": str(error)}
    finally:
        connection.close()


def main() -> None:
    compose, environment, folder, *wanted = sys.argv[1:]
    subprocess.run(["mount", "-t", "cgroup2", "none", "/sys/fs/cgroup"], check=True)
    bring_loopback_up()
    containers = Replay(Path(compose), Path(environment), Path(folder))
    for name in wanted or containers.services:
        containers.start(name)
    for name in list(containers.running):
        containers.wait(name)
    if "proxy" in containers.running:
        until = time.monotonic() + PATIENCE
        # The first jobs of the scheduler may still run.
        answer = ask(containers.environment["SITE_ADDRESS"])
        while answer["status"] != 200 and time.monotonic() < until:
            time.sleep(2)
            answer = ask(containers.environment["SITE_ADDRESS"])
        containers.facts["proxy"]["answer"] = answer
    print(json.dumps(containers.facts))


if __name__ == "__main__":
    main()
