"""The rules of a game: no Discord, no clock, no database. State changes here, and only here."""
