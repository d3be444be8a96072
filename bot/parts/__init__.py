"""The part of the shards that this process holds when several share a database on a server."""
