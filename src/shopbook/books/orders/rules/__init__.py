"""Everything that is checked on the order sheet."""
