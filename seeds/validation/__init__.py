"""Says in plain words, and with its line, what the schema refuses in a pack."""
