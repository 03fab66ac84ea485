"""The steps of an incident as they are now: their status, limits, occurrences, what is to do next and what is owed."""
