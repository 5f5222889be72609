"""What the window asks of the desktop around it: messages, a badge, to stay awake, to be remembered."""
