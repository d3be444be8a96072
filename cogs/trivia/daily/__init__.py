"""The question of the day: one question, one answer for each member, in private."""
