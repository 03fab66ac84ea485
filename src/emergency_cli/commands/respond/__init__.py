"""Verbs of the response."""
