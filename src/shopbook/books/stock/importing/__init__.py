"""Stock lists of other programs."""
