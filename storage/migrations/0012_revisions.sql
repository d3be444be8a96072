-- A draft may also be a new version of entries that count: `revises` is the number that they share,
-- 0 for none, and `base` the fingerprint of what they said when the draft was begun.
ALTER TABLE draft ADD COLUMN revises INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN base TEXT NOT NULL DEFAULT '';
