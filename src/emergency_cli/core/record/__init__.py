"""The bytes of a record and what they prove: lines, chains, merging, clocks."""
