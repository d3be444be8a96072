"""The program: command line, settings, client, scheduled posts and shared parts of features."""

__version__ = "0.1.0"
