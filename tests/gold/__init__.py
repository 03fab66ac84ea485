"""Gold files: every document of a full fire with an illness, and of a disorder drill, as a reader sees it."""
