"""One file per verb: gather, decide, apply. Each is a plain function that takes the session and named values."""
