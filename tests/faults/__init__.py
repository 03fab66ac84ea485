"""The fault harness: breaks things on purpose and compares what was acknowledged with what is on record.

A short run is part of the tests; the long one is `python -m tests.faults --long`.
"""
