"""The after-action summary, of a real incident and of a drill: first page, body, annexes."""
