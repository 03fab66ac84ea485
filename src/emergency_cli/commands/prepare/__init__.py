"""Verbs for the time before."""
