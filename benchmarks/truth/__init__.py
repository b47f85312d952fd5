"""True against measured: known changes of frames and clips, and what the indicators make of them."""
