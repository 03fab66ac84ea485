"""A city of halls in one hub: how fast lines are taken, how much room they need, how long each question takes.

    python -m benchmarks.hub [--halls 100] [--incidents 1000] [--lines 100] [--at-once 1] [--bare 10] [--url URL]

Without `--url` a server of its own is started in the temporary folder, as the tests do, with its usual settings but for
the sync of each transaction (the disk of the server is not what is measured). The first lines of an incident are the
program's own, with the whole plan in the opening. One incident of each hall is open, all others are closed. So many
halls send `--at-once`. The bare `COPY` beside it puts the same bytes of some halls, `--bare`, into a table without
index, key or check: what moving them costs by itself. With `--there` nothing is sent: `--url` holds the city already.
"""

import argparse
import contextlib
import functools
import hashlib
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import psycopg
from tests.postgres import running

from emergency_cli.cli import run
from emergency_cli.core.record.lines import genesis
from emergency_cli.hub.records import HubRecords
from emergency_cli.hub.sending import Line, put
from emergency_cli.hub.server import Server
from emergency_cli.hub.setting_up import add_hall, make_hub
from emergency_cli.world import World

COURSE = (
    ("start", "fire", "--place", "二楼东侧走廊", "--zone", "税务"),
    ("done", "fire/call-119"),
    ("done", "fire/sound-alarm"),
    ("call", "power-utility"),
    ("done", "fire/evacuate"),
)
END = (("end", "handled", "--decided", "王强"), ("close", "--reason", "已处置"))
QUESTIONS = {
    "board: open incidents": "select * from hub.incidents where state <> 'closed'",
    "board: steps of what is open": "select * from hub.steps where state <> 'closed'",
    "lateness of what is open": "select * from hub.lateness where state <> 'closed'",
    "reports_due": "select * from hub.reports_due",
    "halls": "select * from hub.halls",
    "drills": "select * from hub.drills",
    "entries of one incident": "select * from hub.entries where hall = 'hall-0' "
    "and incident = (select max(incident) from hub.incident where hall = 'hall-0')",
    "incidents of one hall, all": "select * from hub.incidents where hall = 'hall-0'",
    "incidents by hall and month, all": "select hall, date_trunc('month', noticed), count(*) from hub.incident "
    "group by 1, 2",
}


class Model(NamedTuple):
    """An incident as the program writes it: its id, its desk, and its lines without their hashes."""

    name: str
    desk: str
    bodies: list[bytes]


class Sent(NamedTuple):
    """What was sent, and how long it took."""

    lines: int
    size: int
    seconds: float


def written(lines: int, place: Path) -> Model:
    """An incident of so many lines as the program writes it."""
    env = {"EMERGENCY_HOME": str(place / "home"), "EMERGENCY_STATE": str(place / "state"), "EMERGENCY_LANG": "zh"}
    between = lines - len(COURSE) - len(END)
    notes = [("note", f"第{number}条：二楼东侧走廊已无人，烟仍从配电间出来") for number in range(between)]
    for argv in (*COURSE, *notes, *END):
        told = io.StringIO()
        world = World(env=env, stdin=io.StringIO(), stdout=told, stderr=told, terminal="none", user="a", host="a")
        if code := run(argv, world):
            sys.exit(f"{argv}: {code}\n{told.getvalue()}")
    (folder,) = (place / "home" / "incidents").iterdir()
    (log,) = folder.glob("??????.jsonl")
    return Model(folder.name, log.name[:6], [line[:-76] for line in log.read_bytes().splitlines(keepends=True)])


def incidents(model: Model, count: int) -> Iterator[tuple[str, str, list[bytes]]]:
    """So many of them, day after day, with chains of their own; of the last one the end is missing."""
    name, desk, bodies = model
    day = re.search(rb'"noticed":"(\d{4}-\d\d-\d\d)T', bodies[0])
    if day is None:
        return
    for number in range(count):
        moved = date.fromisoformat(day[1].decode()) - timedelta(days=(count - number) % 365)
        own = re.sub(r"^\d{8}", f"{moved:%Y%m%d}", name) + f"-{number + 2}"
        prev, lines = genesis(own, desk), list[bytes]()
        for body in bodies if number < count - 1 else bodies[: -len(END)]:
            body = body.replace(name.encode(), own.encode()).replace(day[1] + b"T", moved.isoformat().encode() + b"T")
            body = body[:-65] + prev.encode() + b'"'
            prev = hashlib.sha256(body).hexdigest()
            lines.append(body + b',"hash":"' + prev.encode() + b'"}')
        yield own, desk, lines


def timed(question: str, connection: psycopg.Connection, times: int = 5) -> tuple[float, int]:
    """Median of its milliseconds, and how many rows it gives."""
    spent, rows = [], 0
    for _ in range(times):
        begun = perf_counter()
        rows = len(connection.execute(question).fetchall())
        spent.append(1000 * (perf_counter() - begun))
    return median(spent), rows


def load_hall(url: str, model: Model, count: int, number: int) -> Sent:
    """Send everything of a hall as its desks do; the seconds are those that the hub took."""
    hall = Server(add_hall(Server(url), f"hall-{number}", lambda size: b"x" * size), 60)
    total, size, spent = 0, 0, 0.0
    for incident, desk, lines in incidents(model, count):
        begun = perf_counter()
        put(hall, incident, [Line(desk, line) for line in lines])
        spent += perf_counter() - begun
        total, size = total + len(lines), size + sum(map(len, lines))
    hall.close()
    return Sent(total, size, spent)


def load(url: str, model: Model, asked: argparse.Namespace) -> Sent:
    """Send everything, so many halls at once; the seconds from the first line to the last."""
    one = functools.partial(load_hall, url, model, asked.incidents)
    halls = list[Sent]()
    begun = perf_counter()
    with ProcessPoolExecutor(asked.at_once) as pool:
        for sent in pool.map(one, range(asked.halls)):
            halls.append(sent)
            lines = sum(each.lines for each in halls)
            sys.stderr.write(f"{len(halls)} halls, {lines:,} lines, {lines / (perf_counter() - begun):,.0f} a second\n")
    seconds = sum(sent.seconds for sent in halls) if asked.at_once == 1 else perf_counter() - begun
    return Sent(sum(sent.lines for sent in halls), sum(sent.size for sent in halls), seconds)


def bare(url: str, model: Model, halls: int, count: int) -> tuple[Sent, int]:
    """The same bytes by `COPY`; and bytes on the disk."""
    total, size, spent = 0, 0, 0.0
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table public.bare (hall text, incident text, desk text, body bytea)")
        for number in range(halls):
            for incident, desk, lines in incidents(model, count):
                begun = perf_counter()
                with connection.cursor().copy("copy public.bare from stdin (format binary)") as copy:
                    copy.set_types(["text", "text", "text", "bytea"])
                    for line in lines:
                        copy.write_row((f"hall-{number}", incident, desk, line))
                spent += perf_counter() - begun
                total, size = total + len(lines), size + sum(map(len, lines))
        row = connection.execute("select pg_total_relation_size('public.bare')").fetchone()
        connection.execute("drop table public.bare")
    return Sent(total, size, spent), int(row[0]) if row else 0


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    for name, usual in (("halls", 100), ("incidents", 1000), ("lines", 100)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--bare", type=int, default=10)
    parser.add_argument("--url")
    parser.add_argument("--there", action="store_true")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        if (url := asked.url) is None:
            server = stack.enter_context(running())
            if server is None:
                sys.exit("no PostgreSQL server is installed here")
            with psycopg.connect(server.url(), autocommit=True) as connection:
                connection.execute("create database city")
            url = server.url("city")
        if not asked.there:
            model = written(asked.lines, Path(stack.enter_context(tempfile.TemporaryDirectory())))
            make_hub(Server(url))
            copied = bare(url, model, min(asked.bare, asked.halls), asked.incidents)
            told_load(url, asked, load(url, model, asked), *copied)
        told_questions(url)


def told_load(url: str, asked: argparse.Namespace, sent: Sent, copied: Sent, room: int) -> None:
    """Print what loading cost."""
    say = sys.stdout.write
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("analyze hub.line, hub.incident")
        query = "select pg_total_relation_size('hub.line') + pg_total_relation_size('hub.incident')"
        row = connection.execute(query).fetchone()
    mine, bare_rate = sent.lines / sent.seconds, copied.lines / copied.seconds
    say(f"{asked.halls} halls x {asked.incidents} incidents x {asked.lines} lines, {asked.at_once} at once: ")
    say(f"{sent.lines:,} lines, {sent.size / 1e6:,.0f} MB, in {sent.seconds:,.0f} s\n\n")
    say("| | hub | bare `COPY` | ratio |\n| --- | ---: | ---: | ---: |\n")
    say(f"| lines a second | {mine:,.0f} | {bare_rate:,.0f} | {bare_rate / mine:.1f} |\n")
    each = (int(row[0]) if row else 0) / sent.lines, room / copied.lines
    say(f"| bytes on the disk a line | {each[0]:,.0f} | {each[1]:,.0f} | {each[0] / each[1]:.1f} |\n\n")


def told_questions(url: str) -> None:
    """Print how long each question takes."""
    say = sys.stdout.write
    say("| question | ms | rows |\n| --- | ---: | ---: |\n")
    with psycopg.connect(url, autocommit=True) as connection:
        for name, question in QUESTIONS.items():
            spent, rows = timed(question, connection)
            say(f"| {name} | {spent:,.0f} | {rows:,} |\n")
    records = HubRecords(Server(url, 60))
    begun = perf_counter()
    found = records.open()
    say(f"| `HubRecords.open()`, read and replayed | {1000 * (perf_counter() - begun):,.0f} | {len(found):,} |\n")


if __name__ == "__main__":
    main()
