"""Lists of questions that a server adds for itself."""
