"""What comes up in the next days: anniversaries, promised dates, and a release."""
