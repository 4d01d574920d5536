"""A shop's folder worked through while nobody is there: what is in it, in which order, by whom, what was done, and the report."""
