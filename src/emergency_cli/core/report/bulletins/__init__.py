"""First, follow-up and final reports upward: what is new against what was told."""
