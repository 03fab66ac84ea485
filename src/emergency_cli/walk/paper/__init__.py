"""The walk at other times: a card that was filled in by hand, copied row by row."""
