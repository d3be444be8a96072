"""Sends messages to Discord: which channels accept them, what Discord refuses and why, how a sent
message is found again, how fast requests go out. Nothing here knows what a message says.
"""
