"""What the program knows: pure values and functions, no clock, disk, screen, language or environment."""
