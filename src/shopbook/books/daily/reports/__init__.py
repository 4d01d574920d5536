"""The reports of the day: which paid order stands in which, what goes out, what came out otherwise."""
