"""The canon of each guild: entries of the pack and its own, audit log, search and rotation."""
