"""The images of docker-compose.yml, as far as users, folders and entrypoints matter.

Ours is read from the Dockerfile. The others repeat what the Dockerfiles and entrypoints of
docker-library/postgres (17/alpine), valkey-io/valkey-container (8.1/alpine) and
caddyserver/caddy-docker (2.11/alpine) do: which user, which owner of which folder, what happens as
root. Only standard library: it is imported by a program without Django.
"""

import re
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path

PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass
class Image:
    """A root file system and the defaults of containers made from it."""

    name: str
    command: list[str]
    user: str = "0"
    folder: str = "/"
    entrypoint: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    health: list[str] = field(default_factory=list)
    passwd: str = ""
    group: str = ""
    # Scripts of /usr/local/bin by name.
    programs: dict[str, str] = field(default_factory=dict)
    copies: list[tuple[Path, str]] = field(default_factory=list)
    # Folders of this machine by the place where they are mounted, read-only.
    binds: dict[str, str] = field(default_factory=dict)
    # Commands that root runs to make the image.
    steps: list[str] = field(default_factory=list)


def _as_owner(user: str, folders: str) -> str:
    """What both entrypoints do as root: give the folders away, and become the user."""
    return (
        'if [ "$(id -u)" = 0 ]; then\n'
        f"    find {folders} ! -user {user} -exec chown {user} '{{}}' +\n"
        f'    exec setpriv --reuid={user} --regid={user} --clear-groups -- "$0" "$@"\n'
        "fi\n"
    )


VALKEY = Image(
    name="valkey",
    command=["valkey-server"],
    entrypoint=["entrypoint"],
    folder="/data",
    passwd="valkey:x:999:1000::/data:/bin/false\n",
    group="valkey:x:1000:\n",
    programs={
        # Outside of root's rights, the real one refuses a folder that it cannot write.
        "entrypoint": "#!/bin/sh\nset -e\n"
        + _as_owner("valkey", ".")
        + '[ -w . ] || { echo "directory is not writable" >&2; exit 1; }\nexec "$@"\n',
        # Debian 12 has its predecessor.
        "valkey-server": '#!/bin/sh\nexec redis-server "$@"\n',
        "valkey-cli": '#!/bin/sh\nexec redis-cli "$@"\n',
    },
    steps=["install -d -o 999 -g 1000 -m 1777 /data"],
)

POSTGRES = Image(
    name="postgres",
    command=["postgres"],
    entrypoint=["entrypoint"],
    environment={
        "PATH": f"{PATH}:"
        + ":".join(str(each) for each in Path("/usr/lib/postgresql").glob("*/bin")),
        "LANG": "C.UTF-8",
        "PGDATA": "/var/lib/postgresql/data",
    },
    passwd="postgres:x:70:70::/var/lib/postgresql:/bin/sh\n",
    group="postgres:x:70:\n",
    programs={
        "entrypoint": "#!/bin/sh\nset -e\n"
        'mkdir -p "$PGDATA"\n'
        'chmod 0700 "$PGDATA" || :\n'
        "chmod 03775 /var/run/postgresql || :\n"
        + _as_owner("postgres", '"$PGDATA" /var/run/postgresql')
        + 'if [ ! -s "$PGDATA/PG_VERSION" ]; then\n'
        '    echo "$POSTGRES_PASSWORD" > /tmp/password\n'
        '    initdb --username="$POSTGRES_USER" --pwfile=/tmp/password\n'
        "    rm /tmp/password\n"
        '    echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"\n'
        "    pg_ctl -w -o \"-c listen_addresses=''\" start\n"
        '    createdb --username="$POSTGRES_USER" --no-password "$POSTGRES_DB"\n'
        "    pg_ctl -m fast -w stop\n"
        "fi\n"
        'exec "$@"\n',
    },
    steps=[
        "install -d -o 70 -g 70 -m 1777 /var/lib/postgresql/data",
        "install -d -o 70 -g 70 -m 3777 /run/postgresql",
    ],
)

CADDY = Image(
    name="caddy",
    command=shlex.split("caddy run --config /etc/caddy/Caddyfile --adapter caddyfile"),
    folder="/srv",
    environment={"PATH": PATH, "XDG_CONFIG_HOME": "/config", "XDG_DATA_HOME": "/data"},
    steps=[
        "mkdir -p /config/caddy /data/caddy /etc/caddy /srv; chmod 1777 /config/caddy /data/caddy"
    ],
)

IMAGES = {image.name: image for image in (VALKEY, POSTGRES, CADDY)}
# Steps that fetch packages: what they install is here already.
FETCHING = ("python -m venv", "awk", "apt-get")


def application(root: Path) -> Image:
    """Return the image of the Dockerfile; both of its stages share one root file system."""
    text = re.sub(r"\\\n\s*", " ", (root / "Dockerfile").read_text())
    instructions = re.findall(r"^([A-Z]+) (.*)$", text, re.MULTILINE)
    image = Image(name="medskap", command=[], folder="/app")
    # Programs of the virtual environment, and the Python that it belongs to.
    image.binds = {"/app/.venv": sys.prefix, sys.base_prefix: sys.base_prefix}
    if Path(sys.base_prefix) == Path("/usr"):
        del image.binds[sys.base_prefix]
    for instruction, rest in instructions:
        if instruction == "ENV":
            image.environment.update(pair.split("=", 1) for pair in shlex.split(rest))
        elif instruction == "COPY" and not rest.startswith("--from"):
            *sources, target = rest.split()
            for source in sources:
                # A target with a slash at its end is a folder to copy into.
                name = Path(source).name if target.endswith("/") else ""
                image.copies.append((root / source, str(Path("/app", target, name))))
        elif instruction == "RUN" and not rest.startswith(FETCHING):
            image.steps.append(f"cd /app; export PATH=/app/.venv/bin:$PATH; {rest}")
        elif instruction == "USER":
            image.user = rest
        elif instruction == "CMD":
            image.command = re.findall(r'"([^"]*)"', rest)
        elif instruction == "HEALTHCHECK":
            image.health = ["CMD", *re.findall(r'"([^"]*)"', rest)]
    image.environment["PATH"] = f"/app/.venv/bin:{PATH}"
    return image
