"""The field for a server's time zone, and the search behind it."""
