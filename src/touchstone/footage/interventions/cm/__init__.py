"""Known changes of compression."""
