"""From what was typed to what is on record: used by commands and walk alike."""
