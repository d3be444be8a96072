"""The rules of a game, without Discord, a clock or a database; they alone change its state."""
