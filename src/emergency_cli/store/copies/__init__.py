"""Other copies of the record: what is imported from one, the second copy, what another program put aside."""
