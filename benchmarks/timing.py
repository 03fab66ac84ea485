"""One process and what it costs: until its end, until something is on the screen, until it takes a key; its memory."""

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from time import perf_counter

# What prompt_toolkit asks for and sends when it takes keys: where the cursor is, and bracketed paste.
_WHERE, _HERE, _READY = b"\x1b[6n", b"\x1b[1;1R", b"\x1b[?2004h"
_PATIENCE = 120.0


# A process counts as its own what the one that started it held: so a bare one starts it. The last line it says is KiB.
_STARTER = (
    "import os, resource, sys; "
    "os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, "
    "file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]); "
    "status = os.wait()[1]; "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); "
    "sys.exit(os.waitstatus_to_exitcode(status))"
)


def memory(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """The most memory in MiB that it holds until its end, without a terminal. Raises SystemExit if it fails."""
    program = shutil.which(argv[0], path=env.get("PATH")) or argv[0]
    starter = [sys.executable, "-I", "-S", "-c", _STARTER, program, *argv[1:]]
    done = subprocess.run(starter, env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"{' '.join(argv)} failed: {done.stderr}")
    return int(done.stdout) // 1024


def until_end(argv: Sequence[str], env: Mapping[str, str]) -> float:
    """Seconds until its end, without a terminal. Raises SystemExit if it fails."""
    begun = perf_counter()
    with subprocess.Popen(
        argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as it:
        assert it.stderr is not None  # noqa: S101 - it was asked for
        said = it.stderr.read()
    if it.returncode:
        raise SystemExit(f"{' '.join(argv)} failed: {said.decode(errors='replace')}")
    return perf_counter() - begun


def until_said(text: bytes, argv: Sequence[str], env: Mapping[str, str]) -> float:
    """Seconds until a text is on standard output, without a terminal; then it may end."""
    begun = perf_counter()
    with subprocess.Popen(
        argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as it:
        assert it.stdout is not None  # noqa: S101 - it was asked for
        seen, found = b"", 0.0
        while chunk := os.read(it.stdout.fileno(), 65536):
            seen += chunk
            found = found or (perf_counter() - begun if text in seen else 0.0)
    if not found:
        raise SystemExit(f"{' '.join(argv)} never said {text.decode()}")
    return found


def until_shown(text: bytes, argv: Sequence[str], env: Mapping[str, str]) -> float:
    """Seconds until a text is on the terminal; then it is killed."""
    return _on_terminal(argv, env, text, key=b"")


def until_answered(key: bytes, argv: Sequence[str], env: Mapping[str, str]) -> float:
    """Seconds until a key that was typed as soon as the prompt was there is answered; then it is killed."""
    return _on_terminal(argv, env, _READY, key=key)


def _on_terminal(argv: Sequence[str], env: Mapping[str, str], text: bytes, key: bytes) -> float:
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
            os.close(ours)
    return found


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
