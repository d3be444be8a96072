"""Scheduled posts: their schedules, and the log of their outcomes."""
