"""The layouts in which labelled footage comes, one file each."""
