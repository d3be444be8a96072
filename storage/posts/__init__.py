"""Scheduled posts: the schedules, and the log with one row per guild, kind and local date."""
