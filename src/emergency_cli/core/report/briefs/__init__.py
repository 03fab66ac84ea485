"""One screen or page for whoever takes over or walks in, and what a second screen shows."""
