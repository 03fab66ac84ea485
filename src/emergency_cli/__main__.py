"""The process, from its start to its end: `emergency`, and `python -m emergency_cli`."""

import contextlib
import gc
import os
import sys
from typing import NoReturn, cast

# How rarely cyclic garbage is looked for: reading a record creates a great many values and drops none.
RARELY = (100_000, 10, 10)


def main() -> NoReturn:
    """The console script.

    Looking for garbage while modules load finds none and takes time; what they hold is never looked at again. Taking
    the interpreter down takes as much, and nothing is left to be done by then: what was recorded is on disk.
    """
    gc.disable()
    try:
        import_values()
        import emergency_cli.cli  # noqa: F401 - to have it loaded before the next line
    except (ImportError, SyntaxError) as error:
        cannot_start(error)

    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()
    os._exit(process())


def import_values() -> None:
    """Load msgspec as where typing_extensions is not installed: it takes from there what typing has itself."""
    loaded = cast(dict[str, object], sys.modules)
    unwanted = loaded.setdefault("typing_extensions", None) is None
    import msgspec  # noqa: F401 - to have it loaded before the next line

    if unwanted:
        del loaded["typing_extensions"]


def cannot_start(error: Exception) -> NoReturn:
    """It was installed for another Python, or not wholly: nothing else can be counted on, the catalogue neither."""
    here = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
    sys.exit(
        f"emergency 无法用这里的 {here} 启动（{error}）。请先照纸质处置卡办理，再按 README 重新安装。\n"
        f"emergency cannot start with {here} here ({error}). Go by the printed cards; install it again as README says."
    )


def process() -> int:
    """Run the command line of this process in the real world; the exit code, once the streams are flushed."""
    from emergency_cli.cli import run
    from emergency_cli.world import real_world

    os.umask(0o077)  # what it makes is for its user alone
    world = real_world()
    code = run(sys.argv[1:], world)
    for stream in (world.stdout, world.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            stream.flush()
    return code


if __name__ == "__main__":
    main()
