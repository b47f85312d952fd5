"""Known changes of time."""
