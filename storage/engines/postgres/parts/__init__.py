"""How processes on one server split the shards: a lock for each part, and turns to identify."""
