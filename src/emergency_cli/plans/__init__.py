"""Finding the plan of this machine and reading its files."""
