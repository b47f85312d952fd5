"""What the numbers of a checkpoint tell: damage, parts that never learned, parts that cannot."""
