"""Response cards on paper: A4 with front and back, pocket size, and the first page of several."""
