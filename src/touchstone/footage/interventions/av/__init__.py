"""Known changes of sound and mouth."""
