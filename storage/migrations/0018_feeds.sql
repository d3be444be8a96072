-- Feeds that servers watch: one row an address, however many servers share it.
CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    form TEXT NOT NULL,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    -- Which items there were at the last look that was finished.
    fingerprint TEXT NOT NULL DEFAULT '',
    due_at INTEGER NOT NULL,
    -- Until then one process looks at it; after a crash another takes over.
    leased_until INTEGER NOT NULL DEFAULT 0,
    interval_s INTEGER NOT NULL,
    looked_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    fault TEXT NOT NULL DEFAULT ''
);
CREATE INDEX feed_by_due ON feed (due_at);

CREATE TABLE feed_subscription (
    guild_id INTEGER NOT NULL,
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    words TEXT NOT NULL DEFAULT '[]',
    language TEXT NOT NULL DEFAULT '',
    pause TEXT NOT NULL DEFAULT '' CHECK (pause IN ('', 'manual', 'broken', 'refused')),
    -- Whether admins still have to be told that it is broken.
    owes_notice INTEGER NOT NULL DEFAULT 0,
    found_at INTEGER,
    PRIMARY KEY (guild_id, feed_id)
);
CREATE INDEX feed_subscription_by_feed ON feed_subscription (feed_id);
CREATE INDEX feed_subscription_by_notice ON feed_subscription (guild_id) WHERE owes_notice = 1;

-- Items that became proposals, or sources of one: none of them does so twice. `number` is that of
-- the proposal, 0 where what the item says was on record already. The words are hashed: they recognise a story, and are dropped after days.
CREATE TABLE feed_find (
    guild_id INTEGER NOT NULL,
    item_key TEXT NOT NULL,
    title_key TEXT NOT NULL,
    feed_id INTEGER NOT NULL,
    link TEXT NOT NULL,
    number INTEGER NOT NULL,
    found_at INTEGER NOT NULL,
    reported_at INTEGER NOT NULL,
    title_words TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (guild_id, item_key)
);
CREATE INDEX feed_find_by_title ON feed_find (guild_id, title_key);
CREATE INDEX feed_find_by_number ON feed_find (guild_id, number);
CREATE INDEX feed_find_by_report ON feed_find (guild_id, reported_at);

-- What reviewers said is not about them: people who are not enough, or a story.
CREATE TABLE feed_rule (
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('people', 'story')),
    value TEXT NOT NULL,
    label TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, number)
);

-- When reviewers were last told of finds that wait, and up to which proposal.
CREATE TABLE feed_note (
    guild_id INTEGER PRIMARY KEY,
    noted_at INTEGER NOT NULL,
    number INTEGER NOT NULL
);
