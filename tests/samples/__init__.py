"""Stored incidents of every format version, which every later version has to read."""
