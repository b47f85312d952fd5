"""Known changes of no domain in particular."""
