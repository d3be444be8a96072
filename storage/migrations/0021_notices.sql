-- The last time the reviewers of a guild were told that proposals wait, in epoch seconds, and the
-- number of the newest one then.
CREATE TABLE review_notice (
    guild_id INTEGER PRIMARY KEY,
    told_at INTEGER NOT NULL,
    last_number INTEGER NOT NULL
);
-- Whether the message of an announcement says that its entry was retracted.
ALTER TABLE announcement ADD COLUMN is_marked INTEGER NOT NULL DEFAULT 0;
CREATE INDEX proposal_waiting ON proposal (guild_id, number, made_at) WHERE state = 'waiting';
