"""Tells the owner of the application, by direct message, what only a person can put right."""
