"""The end of a game as a picture: the podium, and what was special."""
