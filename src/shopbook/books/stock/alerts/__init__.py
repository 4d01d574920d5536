"""What runs low, what is to be taken off sale, what is to be ordered."""
