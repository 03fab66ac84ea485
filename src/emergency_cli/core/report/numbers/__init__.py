"""The numbers of a year over many incidents."""
