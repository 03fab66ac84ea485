"""The timeline picture of a report."""
