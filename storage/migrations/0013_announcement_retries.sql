-- How often an announcement could not be sent, and from when on it is tried again (epoch seconds).
ALTER TABLE announcement ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE announcement ADD COLUMN retry_at INTEGER NOT NULL DEFAULT 0;
