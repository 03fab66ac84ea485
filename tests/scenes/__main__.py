"""Write the documents of the scenes, to look at: `python -m tests.scenes FOLDER [SCENE ...]`."""

import sys
from pathlib import Path

from tests.scenes import LANGUAGES, NAMES, documents, played


def main() -> None:
    """Every document of every scene, or of those that are named."""
    place, *names = sys.argv[1:]
    for name in names or NAMES:
        for language in LANGUAGES:
            folder = Path(place) / f"{name}.{language}"
            for file, content in documents(played(name, folder, language)):
                (folder / file).write_bytes(content)


main()
