"""What the tests of the screen start from: the same machine and clock as those of the commands."""

from tests.commands.conftest import clock as clock
from tests.commands.conftest import world as world
