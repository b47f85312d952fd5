"""Known changes of low light."""
