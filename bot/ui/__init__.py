"""The looks every feature shares: cards, buttons, replies, words for dates and sources."""
