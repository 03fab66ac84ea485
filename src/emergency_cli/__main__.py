"""`python -m emergency_cli` is the same program as `emergency`."""

from emergency_cli.cli import main

if __name__ == "__main__":
    main()
