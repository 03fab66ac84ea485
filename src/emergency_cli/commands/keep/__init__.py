"""Verbs that look after records and the machine."""
