"""Trivia: running games, imported questions, the daily question, and scores."""
