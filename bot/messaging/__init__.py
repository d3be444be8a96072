"""Requests to Discord: finding channels, sending messages, finding sent ones, reading errors."""
