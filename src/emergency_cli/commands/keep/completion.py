"""`emergency completion SHELL`: the few lines that make the Tab key complete words of this program."""

from pathlib import Path
from typing import Annotated

from typer import Argument

from emergency_cli.commands import complete
from emergency_cli.commands.options import verb
from emergency_cli.core.text import msg
from emergency_cli.errors import Misused
from emergency_cli.session import Session

SHELLS = {"bash": "emergency.bash", "zsh": "emergency.zsh", "fish": "emergency.fish", "powershell": "emergency.ps1"}
_ALSO = {"pwsh": "powershell"}


@verb("emergency completion bash", help="Print a script for your shell to load when it starts; README says how.")
def completion(
    session: Session,
    shell: Annotated[
        str,
        Argument(metavar="SHELL", help="bash, zsh, fish or powershell.", autocompletion=complete.words(*SHELLS)),
    ],
) -> None:
    """Print the script of a shell."""
    typed = shell.strip().lower()
    name = SHELLS.get(_ALSO.get(typed, typed))
    if name is None:
        raise Misused(msg("No completion for “{name}”.", name=shell), msg("Use one of {names}.", names=list(SHELLS)))
    script = Path(__file__).parents[2] / "shells" / name
    session.world.stdout.write(script.read_text(encoding="utf-8"))
