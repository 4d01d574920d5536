"""Running tasks: gather the sheets, let the task decide, apply its changes once."""
