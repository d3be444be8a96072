"""The engines below `storage.database`: SQLite in a file, PostgreSQL on a server."""
