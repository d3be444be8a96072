-- The pack that was loaded last: its folder's digest tells an unchanged one without reading it.
CREATE TABLE pack (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    digest TEXT NOT NULL,
    manifest TEXT NOT NULL,
    loaded_at INTEGER NOT NULL
);

-- One row an entry of the canon. `position` is a fixed shuffle, so that drawing one at random
-- walks an index instead of sorting the table.
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    digest TEXT NOT NULL,
    date_key TEXT,
    speaker TEXT,
    position INTEGER NOT NULL,
    retired_at INTEGER
);
CREATE INDEX entry_by_date ON entry (kind, date_key, id) WHERE retired_at IS NULL;
CREATE INDEX entry_by_position ON entry (kind, position) WHERE retired_at IS NULL;
CREATE INDEX entry_by_speaker ON entry (kind, speaker, position) WHERE retired_at IS NULL;

CREATE TABLE entry_topic (
    topic TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    PRIMARY KEY (topic, number)
);
CREATE INDEX entry_topic_by_number ON entry_topic (number);

CREATE VIRTUAL TABLE entry_text USING fts5 (
    text, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- What an audience (a server, or one direct-message channel) has already been shown.
CREATE TABLE shown (
    audience_id INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    pass INTEGER NOT NULL,
    PRIMARY KEY (audience_id, number)
);
CREATE INDEX shown_by_pass ON shown (audience_id, pass);

-- The command definitions the platform was last given; `guild_id` 0 is the global scope.
CREATE TABLE command_sync (
    application_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (application_id, guild_id)
);
