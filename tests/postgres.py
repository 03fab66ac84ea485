"""A PostgreSQL server for tests: started by the run itself, on a free loopback port, in a temporary folder."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

# Debian keeps the server's programs beside the path; the newest last.
PLACES = (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)),)


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`: POSTGRES_BIN, or the newest found; `None` where there are none."""
    if named := os.environ.get("POSTGRES_BIN"):
        return Path(named)
    found = shutil.which("initdb")
    places = [*reversed(PLACES), *([Path(found).resolve().parent] if found else [])]
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def as_somebody() -> dict[str, Any]:
    """Who runs the server: it refuses root, so where the tests run as root it is nobody."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Postgres:
    """A server. `start`, `kill` and `stop` may be called at any time; what was committed outlasts `kill`."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder = folder
        self._place = place
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        line = [place / "initdb", "-D", folder / "data", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([*map(str, line), "-A", "scram-sha-256", "--pwfile", str(self._password())],
                       check=True, capture_output=True, cwd="/", **as_somebody())  # fmt: skip

    def _password(self) -> Path:
        path = self.folder / "password"
        path.write_text("postgres\n", "ascii")
        if who := as_somebody():
            os.chown(path, who["user"], who["group"])
        return path

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = {
            "listen_addresses": "127.0.0.1", "port": str(self.port), "unix_socket_directories": "", "fsync": "off",
            "shared_buffers": "32MB", "max_connections": "40", "autovacuum": "off", "lc_messages": "C",
            "wal_level": "minimal", "max_wal_senders": "0", "full_page_writes": "off", "max_wal_size": "64MB",
        }  # fmt: skip
        line = [str(self._place / "postgres"), "-D", str(self.folder / "data")]
        for name, value in settings.items():
            line += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(line, stdout=log, stderr=log, cwd="/", **as_somebody())
        for _ in range(400):
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url()).close()
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError((self.folder / "log").read_text("utf-8"))

    def kill(self) -> None:
        """The server is gone from one moment to the next; it will find out when it is started again."""
        self._end("-m", "immediate")

    def stop(self) -> None:
        """The end of it."""
        self._end("-m", "immediate")

    def _end(self, *how: str) -> None:
        if self._process:
            line = [str(self._place / "pg_ctl"), "stop", "-w", "-D", str(self.folder / "data"), *how]
            subprocess.run(line, check=False, capture_output=True, cwd="/", **as_somebody())
            self._process.wait(30)
            self._process = None

    def url(self, database: str = "postgres", user: str = "postgres", password: str = "postgres") -> str:  # noqa: S107 - of a server that lives for a test
        """How a database is reached; by default as the one who may do everything."""
        return f"postgresql://{quote(user)}:{quote(password)}@127.0.0.1:{self.port}/{database}"


@contextlib.contextmanager
def running() -> Iterator[Postgres | None]:
    """A server as long as the block lasts; `None` where no programs are installed."""
    place = programs()
    if place is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="emergency-postgres-"))
    try:
        if who := as_somebody():
            os.chown(folder, who["user"], who["group"])
        server = Postgres(folder, place)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
