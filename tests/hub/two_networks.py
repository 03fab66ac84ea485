"""Two desks in two networks, a hub between them; one network is cut and joined.

As root, on Linux:

    python -m tests.hub.two_networks

Each desk is the real program in a network namespace of its own, with one cable to the hub. Every command is shown with
the time that it took; at the end both desks have the same bytes, and the hub bears witness. Exit code 1 where not.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from tests.hub.wire import Wire
from tests.postgres import running

from emergency_cli.hub.server import Server
from emergency_cli.hub.setting_up import add_hall, make_hub

PROGRAM = str(Path(sys.executable).with_name("emergency"))
HUB = "10.77.{}.1"


def told(text: str) -> None:
    """Show a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def ip(*words: str) -> None:
    """Run `ip`, quietly."""
    subprocess.run(["ip", *words], check=True, capture_output=True)  # noqa: S607 - where the system keeps it


class Desk:
    """A desk in a namespace, with a cable of its own."""

    def __init__(self, name: str, number: int, place: Path, address: str, stack: ExitStack) -> None:
        self.name, self.space, self.cable = name, f"emergency-{name}", f"emg-{name}"
        ip("netns", "add", self.space)
        stack.callback(ip, "netns", "del", self.space)
        ip("link", "add", self.cable, "type", "veth", "peer", "name", "hub", "netns", self.space)
        ip("addr", "add", f"{HUB.format(number)}/24", "dev", self.cable)
        ip("link", "set", self.cable, "up")
        ip("-n", self.space, "addr", "add", f"10.77.{number}.2/24", "dev", "hub")
        ip("-n", self.space, "link", "set", "hub", "up")
        self._wire = Wire(int(address.rsplit(":", 1)[1].partition("/")[0]), HUB.format(number))
        stack.callback(self._wire.close)
        there, _, database = address.rpartition("/")
        here = f"{there.rpartition('@')[0]}@{HUB.format(number)}:{self._wire.port}/{database}"
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("EMERGENCY_", "PG"))}
        self.home = place / name / "home"
        state = str(place / name / "state")
        self._env = kept | {
            "EMERGENCY_HUB": here, "EMERGENCY_HOME": str(self.home), "EMERGENCY_STATE": state, "EMERGENCY_LANG": "en"
        }  # fmt: skip

    def does(self, *argv: str) -> int:
        """Run the program there, show what it says and how long it took."""
        begun = time.monotonic()
        line = ["ip", "netns", "exec", self.space, PROGRAM, *argv]
        ended = subprocess.run(line, env=self._env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        spent = time.monotonic() - begun
        said = (ended.stdout + ended.stderr).strip().splitlines()
        told(f"{self.name}$ emergency {' '.join(argv)}    [{spent:.1f} s, exit {ended.returncode}]")
        for text in said[:3] if argv[0] == "start" else said[-4:]:
            told(f"    {text}")
        return ended.returncode

    def cut(self) -> None:
        """The cable is pulled: packets are lost, and nobody says so."""
        ip("link", "set", self.cable, "down")
        told(f"--- the cable of {self.name} is pulled")

    def join(self) -> None:
        """And put back."""
        ip("link", "set", self.cable, "up")
        told(f"--- the cable of {self.name} is back")

    @property
    def logs(self) -> dict[str, bytes]:
        """All logs by their names."""
        found = (path for path in (self.home / "incidents").rglob("*.jsonl") if "private" not in path.name)
        return {path.name: path.read_bytes() for path in found}


def main() -> int:
    """The whole course."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running())
        if server is None:
            told("no PostgreSQL server is installed here")
            return 1
        hub = Server(server.url())
        make_hub(hub)
        address = add_hall(hub, "hall", os.urandom)
        one, two = (Desk(name, number, place, address, stack) for number, name in enumerate("ab", 1))
        one.does("start", "fire", "--place", "second floor")
        one.does("hub", "send")  # whatever the machine had no time for
        two.does("hub", "fetch")
        two.does("note", "the second exit is free")
        two.cut()
        two.does("note", "recorded without network")
        two.does("note", "and this too: nobody waits again so soon")
        one.does("note", "recorded meanwhile at the other desk")
        two.does("hub", "status")
        two.join()
        for desk in (one, two):
            desk.does("hub", "send")
        for desk in (one, two):
            desk.does("hub", "fetch")
        codes = [desk.does("verify", "--hub") for desk in (one, two)]
        same = one.logs == two.logs and len(one.logs) == 2
        told(f"the same bytes at both desks: {'yes' if same else 'NO'}")
        with suppress(Exception):
            hub.close()
        return 0 if same and codes == [0, 0] else 1


if __name__ == "__main__":
    sys.exit(main())
