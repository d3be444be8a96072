"""The rules of promises: what became of them, and the dates that a fandom waits for."""
