"""The running program: command line, settings, client, shared looks, errors, demo."""

__version__ = "0.1.0"
