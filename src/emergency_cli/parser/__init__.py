"""The command line as Typer reads it: one verb is built, the one that is called."""
