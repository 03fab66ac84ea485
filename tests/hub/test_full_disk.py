"""The disk of the server is full: its tables, or its journal. Only root can mount a disk so small."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.front import did, emergency, log_of, started
from tests.hub.conftest import Hub, with_template
from tests.postgres import Postgres, as_somebody, programs
from tests.worlds import Clock


class SmallDisk:
    """A disk of 80 MiB on which somebody else needs the room."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._ballast = place / "ballast"

    def fill(self) -> None:
        """Leave no room on it."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def clear(self) -> None:
        """Make room again."""
        self._ballast.unlink()


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    """A small disk, where one can be mounted."""
    who = as_somebody()
    if not who:
        pytest.skip("only root can mount a small disk")
    folder = Path(tempfile.mkdtemp(prefix="emergency-small-"))
    os.chown(folder, who["user"], who["group"])
    options = f"size=80m,mode=700,uid={who['user']},gid={who['group']}"
    mount, umount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], ["umount", "--lazy", str(folder)]
    try:
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("no small disk can be mounted here")
        yield SmallDisk(folder)
        subprocess.run(umount, check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def all_there(hub: Hub, incident: str) -> bytes:
    """Every line of an incident at the hub."""
    rows = hub.sql("select body from hub.line where incident = %s order by n", incident)
    return b"".join(bytes(body) + b"\n" for (body,) in rows)  # type: ignore[call-overload]


def test_a_full_disk_under_its_tables_loses_nothing_and_holds_up_nothing(hub: Hub, disk: SmallDisk) -> None:
    """The tick is told as ever, and why nothing was sent; when there is room again it all goes, with the next entry."""
    clock = Clock()
    desk = hub.desk("a", clock=clock)
    space = disk.place / "tables"
    space.mkdir()
    os.chown(space, disk.place.stat().st_uid, disk.place.stat().st_gid)
    with psycopg.connect(hub.server.url(), autocommit=True) as connection:
        connection.execute(f"create tablespace {hub.database} location '{space}'")
        connection.execute(f"alter database {hub.database} set tablespace {hub.database}")
        disk.fill()
        try:
            answer = emergency(desk, "start", "fire", "--json")
            assert (answer.code, "its disk is full" in answer.text) == (0, True)
            assert emergency(desk, "note", "one").err == "", "nobody waits again so soon, and nothing is said again"
            assert emergency(desk, "hub", "send").code == 3
            assert hub.sql("select from hub.line") == []
            incident = answer.data["incident"]
            assert len(log_of(desk, incident).splitlines()) == 2
            disk.clear()
            clock.pass_by(minutes=1)
            did(desk, "note", "two")
            assert all_there(hub, incident) == log_of(desk, incident)
        finally:
            connection.execute(f"alter database {hub.database} set tablespace pg_default")
            connection.execute(f"drop tablespace {hub.database}")


def test_a_server_that_breaks_down_because_its_journal_has_no_room_loses_nothing(
    disk: SmallDisk, tmp_path: Path
) -> None:
    """What it had taken it has when it is up again; what came meanwhile comes with the next entry."""
    place = programs()
    if place is None:
        pytest.skip("no PostgreSQL server is installed here: apt-get install postgresql")
    clock = Clock()
    own = disk.place.parent / f"{disk.place.name}-server"
    own.mkdir()
    os.chown(own, disk.place.stat().st_uid, disk.place.stat().st_gid)
    try:
        server = Postgres(own, place)
        journal = disk.place / "pg_wal"
        shutil.move(own / "data" / "pg_wal", journal)
        for path in (journal, *journal.rglob("*")):
            os.chown(path, own.stat().st_uid, own.stat().st_gid)
        (own / "data" / "pg_wal").symlink_to(journal)
        server.start()
        with_template(server)
        hub = Hub(server, tmp_path)
        desk = hub.desk("a", clock=clock)
        incident = started(desk, "fire")
        disk.fill()
        with psycopg.connect(hub.url, autocommit=True) as connection, pytest.raises(psycopg.OperationalError):
            for _ in range(20):
                connection.execute("create table if not exists more (a int)")
                connection.execute("drop table more")
                connection.execute("select pg_switch_wal()")
        assert "PANIC:  could not write to file" in (own / "log").read_text("utf-8")
        answer = emergency(desk, "note", "one")
        assert (answer.code, "The record itself is saved" in answer.text) == (0, True)
        server.kill()
        disk.clear()
        server.start()
        assert len(hub.sql("select from hub.line")) == 1
        clock.pass_by(minutes=1)
        did(desk, "note", "two")
        assert all_there(hub, incident) == log_of(desk, incident)
        server.stop()
    finally:
        shutil.rmtree(own, ignore_errors=True)
