"""What each post is measured by, and who works in it."""
