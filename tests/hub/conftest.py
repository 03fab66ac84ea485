"""A hub for each test, in a database of its own on one server."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from tests.front import did
from tests.hub.wire import Wire
from tests.postgres import Postgres, running
from tests.worlds import Clock, make_world

from emergency_cli.world import World

_numbers = count(1)
TEMPLATE = "hub_as_made"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server, with a hub as `hub init` makes it to copy from."""
    with running() as server:
        if server is None:
            pytest.skip("no PostgreSQL server is installed here: apt-get install postgresql")
        with_template(server)
        yield server


def with_template(server: Postgres) -> None:
    """Make the hub on a server that others are copied from."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"create database {TEMPLATE}")
    from emergency_cli.hub.server import Server
    from emergency_cli.hub.setting_up import make_hub

    made = Server(server.url(TEMPLATE))
    make_hub(made)
    made.close()


class Hub:
    """A hub, and the desks of its halls."""

    def __init__(self, server: Postgres, tmp_path: Path) -> None:
        self.server = server
        self.database = f"hub_{next(_numbers)}"
        self.tmp_path = tmp_path
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(f"create database {self.database} template {TEMPLATE}")
        self.url = server.url(self.database)
        self.ends: list[Callable[[], None]] = []
        self._addresses: dict[str, str] = {}

    def address(self, hall: str = "jiaxiang") -> str:
        """The address of a hall, which is added the first time."""
        if hall not in self._addresses:
            office = make_world(self.tmp_path, desk="office", env={"EMERGENCY_HUB": self.url})
            self._addresses[hall] = did(office, "hub", "add-hall", hall, "--json").data["address"]
        return self._addresses[hall]

    def desk(self, name: str, hall: str = "jiaxiang", clock: Clock | None = None) -> World:
        """A desk of a hall with a home of its own, which uses the hub."""
        env = {"EMERGENCY_HUB": self.address(hall)}
        return make_world(self.tmp_path, desk=name, home=f"home-{name}", env=env, clock=clock)

    def wire(self) -> Wire:
        """Something between the desks and the hub, closed when the test ends."""
        wire = Wire(self.server.port)
        self.ends.append(wire.close)
        return wire

    def through(self, wire: Wire) -> str:
        """The address of the hall, by way of that."""
        return self.address().replace(f":{self.server.port}/", f":{wire.port}/")

    def next_hall(self) -> int:
        """A number that no hall has."""
        return len(self._addresses)

    def reader(self) -> str:
        """The address of a name that reads all halls."""
        name = f"county_{self.database}"
        self.sql(f"create role {name} login password 'county' in role hub_reader")
        return self.server.url(self.database, name, "county")

    def owned_by_office(self) -> None:
        """Make it anew in a database whose owner is no superuser."""
        name = f"office_{self.database}"
        for statement in (
            f"create role {name} login createrole password 'office'",
            f"create database {name} owner {name}",
        ):
            with psycopg.connect(self.server.url(), autocommit=True) as connection:
                connection.execute(statement)
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            if (
                connection.info.server_version >= 160000
            ):  # there a role is given on by whoever made it, or was given it so
                connection.execute(f"grant hub_hall, hub_reader to {name} with admin option")
        self.url, self.database = self.server.url(name, name, "office"), name
        did(make_world(self.tmp_path, desk="office", env={"EMERGENCY_HUB": self.url}), "hub", "init")

    def sql(self, query: str, *values: object, user: str | None = None) -> list[tuple[object, ...]]:
        """What a query gives, asked by whoever runs the hub, or with the address of a hall."""
        with psycopg.connect(user or self.url, autocommit=True) as connection:
            found = connection.execute(query, values)
            return list(found.fetchall()) if found.description is not None else []


@pytest.fixture
def hub(postgres: Postgres, tmp_path: Path) -> Iterator[Hub]:
    """A hub with nothing in it."""
    made = Hub(postgres, tmp_path)
    yield made
    for end in made.ends:
        end()
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(f"drop database {made.database} with (force)")
