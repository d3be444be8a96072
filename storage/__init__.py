"""What must survive: SQLite through aiosqlite, numbered migrations, one file a noun."""
