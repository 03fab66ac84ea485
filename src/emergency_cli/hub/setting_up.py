"""Making a hub: its tables, and a name with a password for each hall."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from importlib.resources import files
from urllib.parse import quote

from emergency_cli.core.text import msg
from emergency_cli.errors import Misused
from emergency_cli.hub.server import SCHEMA, Server, driver

_LONGEST_ROLE = 63  # bytes; a server cuts off the rest of a name


def make_hub(server: Server) -> None:
    """Make the tables, or bring older ones up to date: all of it or nothing. Raises HubAway."""
    there = server.rows("select to_regclass('hub.version') is not null")[0][0]
    if there and (server.rows("select max(version) from hub.version")[0][0] or 0) > SCHEMA:
        server.check_schema()
    folder = files("emergency_cli.hub")
    server.do(b"\n".join((folder / name).read_bytes() for name in ("schema.sql", "views.sql")))


def add_hall(server: Server, name: str, random: Callable[[int], bytes], *, anew: bool = False) -> str:
    """Make a hall's name on the server, or with `anew` another password for it; the address its desks use.

    Raises Misused for a hall that is there, one that is not, or a name that cannot be one; HubAway.
    """
    psycopg = driver()
    role = f"{server.database}_{name}"
    if not name.strip() or name != name.strip() or not name.isprintable() or len(role.encode()) > _LONGEST_ROLE:
        raise Misused(
            msg("“{name}” cannot be the name of a hall.", name=name), msg("Use one word or two, like north-hall.")
        )
    known = bool(server.rows("select from hub.hall where name = %s", (name,)))
    if known and not anew:
        raise Misused(
            msg("There is a hall “{name}” already.", name=name),
            msg("If its address was lost, give it a new one; the old one then no longer works: --new-password"),
        )
    if anew and not known:
        raise Misused(msg("There is no hall “{name}”.", name=name))
    password = urlsafe_b64encode(random(24)).decode()
    word = "alter" if known else "create"
    quoted, sealed = psycopg.sql.Identifier(role), psycopg.sql.Literal(server.sealed(password, role))
    statement = psycopg.sql.SQL(f"{word} role {{}} login password {{}}").format(quoted, sealed)
    with server.transaction():
        server.do(statement)
        if not known:
            server.do(psycopg.sql.SQL("grant hub_hall to {}").format(quoted))
            server.do("insert into hub.hall (name, role) values (%s, %s)", (name, role))
    return f"postgresql://{quote(role)}:{password}@{server.place}/{quote(server.database)}{server.how}"
