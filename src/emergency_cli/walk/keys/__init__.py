"""What the keys of the walk do, and the table that says which does what."""
