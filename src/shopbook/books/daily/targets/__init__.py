"""Sales targets, divided among periods, departments and persons."""
