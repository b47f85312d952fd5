"""Known changes of resolution and re-recording."""
