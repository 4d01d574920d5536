"""Weeks, months and quarters, made of days, with charts and a summary in words."""
