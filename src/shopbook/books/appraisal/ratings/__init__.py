"""What people say of themselves, of those they lead and of their colleagues."""
