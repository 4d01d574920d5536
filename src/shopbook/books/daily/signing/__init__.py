"""Three signatures lock a report; what was changed afterwards shows."""
