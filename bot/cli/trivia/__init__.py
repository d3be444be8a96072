"""The commands `trivia …`: lists of questions, and reports about them."""
