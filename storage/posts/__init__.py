"""Scheduled posts: the schedules, and the log with one row for each guild, local date and kind."""
