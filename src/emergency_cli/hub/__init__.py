"""The hub: a PostgreSQL database that keeps the lines of many halls and refuses what does not chain (docs/hub.md).

Nothing of this room is imported unless a hub is named.
"""
