"""What each agent sold."""
