"""Which paid order gets which goods, and who is told of what is missing."""
