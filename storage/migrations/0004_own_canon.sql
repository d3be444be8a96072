-- Entries get an owner: 0 is the bundled pack, anything else the server that added them. The two
-- tables that point at entries are made anew with it, because dropping a table empties those below.
CREATE TABLE entry_owned (
    number INTEGER PRIMARY KEY,
    owner INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    digest TEXT NOT NULL,
    date_key TEXT,
    speaker TEXT,
    position INTEGER NOT NULL,
    retired_at INTEGER,
    UNIQUE (id, owner)
);
INSERT INTO entry_owned
    SELECT number, 0, id, kind, body, digest, date_key, speaker, position, retired_at FROM entry;

CREATE TABLE entry_topic_owned (
    topic TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES entry_owned (number) ON DELETE CASCADE,
    PRIMARY KEY (topic, number)
);
INSERT INTO entry_topic_owned SELECT topic, number FROM entry_topic;

CREATE TABLE shown_owned (
    audience_id INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES entry_owned (number) ON DELETE CASCADE,
    pass INTEGER NOT NULL,
    PRIMARY KEY (audience_id, number)
);
INSERT INTO shown_owned SELECT audience_id, number, pass FROM shown;

DROP TABLE shown;
DROP TABLE entry_topic;
DROP TABLE entry;
ALTER TABLE entry_owned RENAME TO entry;
ALTER TABLE entry_topic_owned RENAME TO entry_topic;
ALTER TABLE shown_owned RENAME TO shown;

CREATE INDEX entry_by_date ON entry (owner, kind, date_key, id) WHERE retired_at IS NULL;
CREATE INDEX entry_by_position ON entry (owner, kind, position) WHERE retired_at IS NULL;
CREATE INDEX entry_by_speaker ON entry (owner, kind, speaker, position) WHERE retired_at IS NULL;
CREATE INDEX entry_topic_by_number ON entry_topic (number);
CREATE INDEX shown_by_pass ON shown (audience_id, pass);
CREATE INDEX shown_by_entry ON shown (number);

-- People a server's own entries name beside those of the pack; `member_id` where it is a member.
CREATE TABLE own_person (
    guild_id INTEGER NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    member_id INTEGER,
    PRIMARY KEY (guild_id, slug)
);
CREATE INDEX own_person_by_member ON own_person (member_id) WHERE member_id IS NOT NULL;

-- What members proposed or reported, and what reviewers made of it. Never deleted by a decision.
CREATE TABLE proposal (
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('asking', 'waiting', 'approved', 'declined', 'withdrawn')),
    author_id INTEGER NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    asked_id INTEGER,
    decided_by INTEGER,
    decided_at INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (guild_id, number)
);
CREATE INDEX proposal_by_state ON proposal (guild_id, state, number);
CREATE INDEX proposal_by_author ON proposal (author_id, guild_id, made_at);
CREATE INDEX proposal_by_asked ON proposal (asked_id) WHERE asked_id IS NOT NULL;

-- The last number a server gave to a proposal or an imported entry.
CREATE TABLE own_number (
    guild_id INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
);

-- Who did what to which own entry, and what it said before.
CREATE TABLE deed (
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    what TEXT NOT NULL,
    by_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    before TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (guild_id, number)
);
CREATE INDEX deed_by_entry ON deed (guild_id, entry_id, number);

-- How a server plays a question differently from its author: more answers count, another
-- explanation, or not at all.
CREATE TABLE question_mend (
    guild_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    accepted TEXT NOT NULL DEFAULT '[]',
    explanation TEXT,
    is_retired INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, question)
);

-- A change of the status that a server's news channel is told, once.
CREATE TABLE announcement (
    guild_id INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'claimed', 'sent', 'failed')),
    reason TEXT NOT NULL DEFAULT '',
    due_at INTEGER NOT NULL,
    claimed_at INTEGER,
    message_id INTEGER,
    PRIMARY KEY (guild_id, entry_id)
);
CREATE INDEX announcement_by_state ON announcement (state) WHERE state IN ('due', 'claimed');

-- What a server chose, beside the schedules of its posts.
CREATE TABLE server_settings (
    guild_id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
);
