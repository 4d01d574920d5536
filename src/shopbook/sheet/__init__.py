"""The small language in which sheets, rules, findings and parameters are declared."""
