"""The plan on this machine: its files, read strictly, and what was compiled of them."""

# A plan file is a few pages; what is larger than this is not one.
MAX_BYTES = 1 << 20
