"""The forms that people rate on: made, handed out, collected."""
