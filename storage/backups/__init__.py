"""Copies of a SQLite database: made by hand or by themselves, and put back."""
