"""An incident as the fold of its entries: what is true, what is to do, what may be recorded."""
