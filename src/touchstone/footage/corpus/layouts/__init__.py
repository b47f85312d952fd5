"""The layouts in which labelled footage comes, one file each, found by themselves; :class:`Layout` says how to add one."""
