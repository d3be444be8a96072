"""PostgreSQL: sessions, transactions, the schema, and the SQL it takes in place of SQLite's."""
