"""A warm copy of the real program: it forks for every command line, so that thousands of runs cost little.

The fork runs `process` as the console script does, on descriptors, environment and limits of its own. Only what
importing and building the parser cost is saved; every system call of the command itself is made anew.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STOPPED = -1


class Warm:
    """The client's side: starts the server and asks it to fork."""

    def __init__(self, preload: Path | None = None) -> None:
        """`preload` is a library that stands between the program and the system's C library."""
        named = {key: value for key, value in os.environ.items() if not key.startswith("EMERGENCY_")}
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm"],
            cwd=ROOT,
            env={
                **named,
                "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
                **({"LD_PRELOAD": str(preload)} if preload else {}),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _ask(self, **order: object) -> Any:
        server = self._server
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        return json.loads(server.stdout.readline())

    def start(
        self,
        lines: Sequence[Sequence[str]],
        env: Mapping[str, str],
        out: Path,
        err: Path,
        *,
        stopped: bool = False,
        longest: int | None = None,
    ) -> int:
        """Fork and run command lines one after the other; the process id.

        `stopped` leaves it stopped before the first one. `longest` is the length in bytes that no file may exceed.
        """
        order = {"lines": lines, "env": dict(env), "out": str(out), "err": str(err)}
        return int(self._ask(**order, stopped=stopped, longest=longest))

    def wait(self, pid: int) -> int:
        """The exit code of the last command line; minus the number of the signal that ended the process."""
        return int(self._ask(wait=pid))

    def stop(self) -> None:
        """End the server."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()


@contextlib.contextmanager
def warm(preload: Path | None = None) -> Iterator[Warm]:
    """A warm program for the length of a block."""
    program = Warm(preload)
    try:
        yield program
    finally:
        program.stop()


def _serve() -> None:
    _import_everything()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        else:
            answer = os.fork()
            if not answer:
                _child(order)
            if order["stopped"]:
                os.waitpid(answer, os.WUNTRACED)
        answers.write(f"{answer}\n")
        answers.flush()


def _import_everything() -> None:
    import importlib
    import pkgutil

    import emergency_cli

    for module in pkgutil.walk_packages(emergency_cli.__path__, "emergency_cli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from emergency_cli.cli import parser

    parser("en")
    for name in ("typer.main", "rich.console", "pypinyin", "rapidfuzz.fuzz"):
        importlib.import_module(name)


def _child(order: dict[str, Any]) -> None:
    from emergency_cli.__main__ import process

    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(order["env"])
    places = (os.devnull, os.O_RDONLY), (order["out"], os.O_WRONLY), (order["err"], os.O_WRONLY)
    for number, (path, how) in enumerate(places):
        opened = os.open(path, how | (os.O_CREAT | os.O_APPEND if how else 0), 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate("rww"))
    if order["longest"] is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (order["longest"], order["longest"]))
    if order["stopped"]:
        os.kill(os.getpid(), signal.SIGSTOP)
    code = 0
    for words in order["lines"]:
        sys.argv = ["emergency", *words]
        try:
            code = process()
        except BaseException:
            import traceback

            traceback.print_exc()
            code = 99
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve()
