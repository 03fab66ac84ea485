"""How things look: every function returns lines or a table to be shown, none prints."""
