"""The record on disk: everything that reads or writes a home."""
