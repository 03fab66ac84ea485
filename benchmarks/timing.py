"""One process and what it costs: until its end, until something is on the screen, until it takes a key."""

import contextlib
import os
import re
import select
import signal
import subprocess
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import NamedTuple

# What prompt_toolkit asks for and sends when it takes keys: where the cursor is, and bracketed paste.
_WHERE, _HERE, _READY = b"\x1b[6n", b"\x1b[1;1R", b"\x1b[?2004h"
_PATIENCE = 120.0


class Cost(NamedTuple):
    """Seconds, and the most memory it held in MiB (its own, but never less than the process that started it)."""

    seconds: float
    memory: int


def until_end(argv: Sequence[str], env: Mapping[str, str]) -> Cost:
    """Run it to its end, without a terminal. Raises SystemExit if it fails."""
    begun = perf_counter()
    with subprocess.Popen(
        argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as it:
        assert it.stderr is not None  # noqa: S101 - it was asked for
        said = it.stderr.read()
        memory = _ended(it)
    if it.returncode:
        raise SystemExit(f"{' '.join(argv)} failed: {said.decode(errors='replace')}")
    return Cost(perf_counter() - begun, memory)


def until_said(text: bytes, argv: Sequence[str], env: Mapping[str, str]) -> Cost:
    """Until a text is on standard output, without a terminal; then it may end."""
    begun = perf_counter()
    with subprocess.Popen(
        argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as it:
        assert it.stdout is not None  # noqa: S101 - it was asked for
        seen, found = b"", 0.0
        while chunk := os.read(it.stdout.fileno(), 65536):
            seen += chunk
            found = found or (perf_counter() - begun if text in seen else 0.0)
        memory = _ended(it)
    if not found:
        raise SystemExit(f"{' '.join(argv)} never said {text.decode()}")
    return Cost(found, memory)


def until_shown(text: bytes, argv: Sequence[str], env: Mapping[str, str]) -> Cost:
    """Until a text is on the terminal; then it is killed."""
    return _on_terminal(argv, env, text, key=b"")


def until_answered(key: bytes, argv: Sequence[str], env: Mapping[str, str]) -> Cost:
    """Until a key that was typed as soon as the prompt was there is answered; then it is killed."""
    return _on_terminal(argv, env, _READY, key=key)


def _on_terminal(argv: Sequence[str], env: Mapping[str, str], text: bytes, key: bytes) -> Cost:
    import termios

    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (40, 80))
    begun = perf_counter()
    with subprocess.Popen(argv, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as it:
        os.close(theirs)
        try:
            _read_until(ours, text)
            if key:
                os.write(ours, key)
                _read_until(ours, b"")
            found = perf_counter() - begun
        finally:
            it.send_signal(signal.SIGKILL)
            memory = _ended(it)
            os.close(ours)
    return Cost(found, memory)


def _read_until(terminal: int, text: bytes) -> None:
    """Read what is drawn until it holds a text; say where the cursor is when asked. SystemExit when it ends."""
    seen = b""
    while True:
        if not select.select([terminal], [], [], _PATIENCE)[0]:
            raise SystemExit(f"nothing was drawn any more before {text!r}:\n{seen.decode(errors='replace')}")
        chunk = b""
        with contextlib.suppress(OSError):
            chunk = os.read(terminal, 65536)
        if not chunk:
            raise SystemExit(f"it ended before {text!r}:\n{seen.decode(errors='replace')}")
        if _WHERE in chunk:
            os.write(terminal, _HERE)
        seen += chunk
        if text in seen:
            return


def _ended(process: "subprocess.Popen[bytes]") -> int:
    """Wait for its end; the most memory it held, 0 where the system does not tell."""
    if not hasattr(os, "wait4"):
        process.wait()
        return 0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss // 1024


def instructions(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """How many instructions it executes until its end, as Valgrind counts them: the same on a busy machine."""
    counter = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run(
        [*counter, *argv], env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace"
    )
    found = re.search(r"I +refs: +([\d,]+)", done.stderr)
    if done.returncode or not found:
        raise SystemExit(f"{' '.join(argv)} failed: {done.stderr}")
    return int(found[1].replace(",", ""))
