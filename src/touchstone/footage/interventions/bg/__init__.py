"""Known changes of background and light."""
