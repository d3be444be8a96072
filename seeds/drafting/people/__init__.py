"""Finds the people in an article by their names."""
