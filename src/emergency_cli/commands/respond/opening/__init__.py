"""Verbs that open an incident or go on with one, and what a start leaves in doubt."""
