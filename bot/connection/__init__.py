"""Watches over the connection to Discord."""
