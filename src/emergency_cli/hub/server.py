"""A connection to a hub, and what goes wrong with one in words."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, LiteralString
from urllib.parse import urlencode

from emergency_cli.core.text import Message, msg
from emergency_cli.errors import EmergencyError, Exit, Misused
from emergency_cli.world import World

if TYPE_CHECKING:
    from types import ModuleType

SCHEMA = 2
PATIENCE = 10  # seconds for one statement; lines of a megabyte take a part of one
REACH = 3  # seconds until there is a connection: somebody waits for it

# What a server says with its SQLSTATE, where a person can do something about it.
_SAID = {
    "28P01": msg("it refuses the password"),
    "28000": msg("it does not know this name"),
    "3D000": msg("there is no such database"),
    "42501": msg("this name may not do that"),
    "25006": msg("it only reads at present"),
    "53100": msg("its disk is full"),
    "53200": msg("its memory is full"),
    "53300": msg("too many are connected to it"),
    "57014": msg("it took too long"),
    "57P01": msg("it is being stopped"),
    "57P03": msg("it is starting or being stopped"),
}

# Before there is a connection there is no SQLSTATE: what the driver says then, in English.
_HEARD = (
    ("password authentication", _SAID["28P01"]),
    ("no pg_hba.conf entry", msg("it does not let this machine in")),
    ('role "', _SAID["28000"]),
    ('database "', _SAID["3D000"]),
    ("refused", msg("nothing answers there")),
    ("certificate verify failed", msg("its certificate is none that this machine trusts")),
    ("does not match host name", msg("its certificate is of another server")),
    ("starting up", _SAID["57P03"]),
    ("shutting down", _SAID["57P03"]),
    ("too many clients", _SAID["53300"]),
    ("timeout", msg("it does not answer")),
    ("translate host name", msg("there is no server of this name")),
    ("resolve host", msg("there is no server of this name")),
)


class HubAway(EmergencyError):
    """The hub cannot be reached, or does not do what was asked. Nothing of the record depends on it."""

    exit_code = Exit.REFUSED


def named(world: World) -> str:
    """The hub that this machine uses, as EMERGENCY_HUB names it. Raises Misused where none is named."""
    if url := world.env.get("EMERGENCY_HUB"):
        return url
    raise Misused(
        msg("No hub is named."),
        msg("Set EMERGENCY_HUB to its address, like postgresql://NAME:PASSWORD@hub.example/emergency"),
    )


def driver() -> ModuleType:
    """The package psycopg. Raises Misused where it is not installed."""
    try:
        import psycopg
    except ImportError as error:
        raise Misused(
            msg("The hub needs a further package."), msg("Install it with: pip install 'psycopg[binary]'")
        ) from error
    return psycopg


class Server:
    """One connection. All methods raise HubAway when the server does not do what was asked."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        """Connect; no statement takes longer than `patience`. The address never shows in what is said of it."""
        psycopg = driver()
        limits = {
            "connect_timeout": REACH,
            "tcp_user_timeout": int(patience * 1000),
            "keepalives_idle": max(1, int(patience)),  # by the system's own measure two hours
            "application_name": "emergency",
        }
        with away():
            self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=None, **limits)
            self._connection.execute(f"set statement_timeout = {int(patience * 1000)}")
            self._connection.execute("set client_min_messages = warning")

    def rows(self, query: LiteralString, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query gives; bytes as bytes."""
        with away():
            found: list[tuple[Any, ...]] = self._connection.execute(query, values, binary=True).fetchall()
            return found

    def do(self, query: Any, values: Sequence[object] | None = None) -> int:
        """How many rows a statement changed; several statements in one are one transaction."""
        with away():
            return int(self._connection.execute(query, values).rowcount)

    def stream(self, query: LiteralString, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The same as `rows`, as they come."""
        with away(), self._connection.cursor(binary=True) as cursor:
            yield from cursor.stream(query, values)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done within it, or nothing."""
        with away(), self._connection.transaction():
            yield

    @property
    def database(self) -> str:
        """The name of the database."""
        return str(self._connection.info.dbname)

    @property
    def place(self) -> str:
        """Where the server is, as an address names it."""
        info = self._connection.info
        host = "localhost" if info.host.startswith("/") else info.host
        return f"[{host}]:{info.port}" if ":" in host else f"{host}:{info.port}"

    @property
    def how(self) -> str:
        """How the connection is protected, as the end of an address: what holds for one name holds for the next."""
        given = self._connection.info.get_parameters()
        kept = {name: given[name] for name in ("sslmode", "sslrootcert") if name in given}
        return f"?{urlencode(kept)}" if kept else ""

    def sealed(self, password: str, role: str) -> str:
        """A password as the server keeps it: the words themselves are in no statement and in no log."""
        encrypted: bytes = self._connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
        return encrypted.decode()

    def close(self) -> None:
        """Let it go."""
        with contextlib.suppress(Exception):
            self._connection.close()

    def __del__(self) -> None:
        self.close()

    def check_schema(self) -> None:
        """Raises HubAway where the tables there are older or newer than this program knows."""
        found = self.rows("select max(version) from hub.version")[0][0] or 0
        if found < SCHEMA:
            raise HubAway(
                msg("The tables of the hub are of an older version ({there}; this program needs {here}).",
                    there=found, here=SCHEMA),
                msg("Whoever runs it can bring them up to date: emergency hub init URL"),
            )  # fmt: skip
        if found > SCHEMA:
            raise HubAway(
                msg("The tables of the hub are of a newer version ({there}; this program knows {here}).",
                    there=found, here=SCHEMA),
                msg("Install the current version of this program. Until then everything is recorded here as usual."),
            )  # fmt: skip


@contextlib.contextmanager
def away() -> Iterator[None]:
    """Tell an error of the driver as HubAway."""
    psycopg = driver()
    try:
        yield
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedFunction) as error:
        raise HubAway(
            msg("There is no hub in this database."), msg("Whoever runs it can make one: emergency hub init URL")
        ) from error
    except psycopg.Error as error:
        raise HubAway(msg("The hub cannot be used: {error}.", error=_why(error))) from error


def _why(error: Any) -> Message:
    state = getattr(error, "sqlstate", None) or ""
    if state in _SAID:
        return _SAID[state]
    said = " ".join(str(error).split())
    for part, word in _HEARD:
        if part in said:
            return word
    return msg("the server says: {words}", words=said.rstrip(".") or type(error).__name__)


def refusal(error: BaseException | None) -> str | None:
    """The code with which the hub refused a line (`HB...`); `None` for anything else."""
    state = getattr(error, "sqlstate", None) or ""
    return state if state.startswith("HB") else None
