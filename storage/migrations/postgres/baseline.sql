-- The schema of the migrations listed at the end, for a new database on PostgreSQL. As in later
-- migrations, INTEGER stands for BIGINT, REAL for DOUBLE PRECISION, TEXT for TEXT COLLATE "C", and
-- INTEGER PRIMARY KEY for an identity column: storage/engines/postgres/translation.py replaces them.

CREATE TABLE pack (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    digest TEXT NOT NULL,
    manifest TEXT NOT NULL,
    loaded_at INTEGER NOT NULL
);

CREATE TABLE command_sync (
    application_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (application_id, guild_id)
);

CREATE TABLE trivia_game (
    channel_id INTEGER PRIMARY KEY,
    game_id INTEGER NOT NULL,
    audience_id INTEGER NOT NULL,
    state TEXT NOT NULL
);

CREATE TABLE trivia_round (
    game_id INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    audience_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    topic TEXT NOT NULL,
    body TEXT NOT NULL,
    settled_at INTEGER NOT NULL,
    PRIMARY KEY (game_id, turn)
);
CREATE INDEX trivia_round_by_audience ON trivia_round (audience_id);

CREATE TABLE trivia_answer (
    game_id INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    audience_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    given TEXT NOT NULL,
    is_right INTEGER NOT NULL,
    points INTEGER NOT NULL,
    seconds REAL NOT NULL,
    settled_at INTEGER NOT NULL,
    PRIMARY KEY (game_id, turn, member_id),
    FOREIGN KEY (game_id, turn) REFERENCES trivia_round (game_id, turn) ON DELETE CASCADE
);
CREATE INDEX trivia_answer_by_time ON trivia_answer (audience_id, settled_at);
CREATE INDEX trivia_answer_by_member ON trivia_answer (member_id, audience_id, settled_at);

CREATE TABLE trivia_asked (
    audience_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (audience_id, question)
);

CREATE TABLE trivia_play (
    question TEXT PRIMARY KEY,
    answered INTEGER NOT NULL,
    is_right INTEGER NOT NULL
);

CREATE TABLE trivia_daily (
    audience_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (audience_id, day)
);

CREATE TABLE trivia_daily_answer (
    audience_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    choice INTEGER,
    given TEXT NOT NULL,
    is_right INTEGER NOT NULL,
    PRIMARY KEY (audience_id, day, member_id),
    FOREIGN KEY (audience_id, day) REFERENCES trivia_daily (audience_id, day) ON DELETE CASCADE
);
CREATE INDEX trivia_daily_answer_by_member ON trivia_daily_answer (member_id, audience_id, day);

CREATE TABLE schedule (
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    local_time TEXT NOT NULL,
    role_id INTEGER,
    options TEXT NOT NULL,
    set_up_by INTEGER NOT NULL,
    day TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    settled_day TEXT,
    wake_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    pause TEXT,
    pause_detail TEXT NOT NULL DEFAULT '',
    paused_day TEXT,
    PRIMARY KEY (guild_id, kind)
);
CREATE INDEX schedule_by_wake ON schedule (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX schedule_by_admin ON schedule (set_up_by);

CREATE TABLE ledger (
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('claimed', 'sent', 'late', 'missed', 'skipped', 'failed')),
    reason TEXT,
    channel_id INTEGER NOT NULL,
    claimed_at INTEGER NOT NULL,
    settled_at INTEGER,
    message_id INTEGER,
    lateness INTEGER,
    PRIMARY KEY (guild_id, kind, day)
);

CREATE TABLE entry (
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
    revision INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (id, owner)
);
CREATE INDEX entry_by_date ON entry (owner, kind, date_key, id) WHERE retired_at IS NULL;
CREATE INDEX entry_by_position ON entry (owner, kind, position) WHERE retired_at IS NULL;
CREATE INDEX entry_by_speaker ON entry (owner, kind, speaker, position) WHERE retired_at IS NULL;

CREATE TABLE entry_topic (
    topic TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    PRIMARY KEY (topic, number)
);
CREATE INDEX entry_topic_by_number ON entry_topic (number);

CREATE TABLE shown (
    audience_id INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES entry (number) ON DELETE CASCADE,
    pass INTEGER NOT NULL,
    PRIMARY KEY (audience_id, number)
);
CREATE INDEX shown_by_pass ON shown (audience_id, pass);
CREATE INDEX shown_by_entry ON shown (number);

CREATE TABLE own_person (
    guild_id INTEGER NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    member_id INTEGER,
    PRIMARY KEY (guild_id, slug)
);
CREATE INDEX own_person_by_member ON own_person (member_id) WHERE member_id IS NOT NULL;

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
    quoted_slug TEXT,
    quoted_member_id INTEGER,
    PRIMARY KEY (guild_id, number)
);
CREATE INDEX proposal_by_state ON proposal (guild_id, state, number);
CREATE INDEX proposal_by_author ON proposal (author_id, guild_id, made_at);
CREATE INDEX proposal_by_asked ON proposal (asked_id) WHERE asked_id IS NOT NULL;
CREATE INDEX proposal_by_reviewer ON proposal (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX proposal_by_quoted ON proposal (quoted_member_id) WHERE quoted_member_id IS NOT NULL;
CREATE INDEX proposal_waiting ON proposal (guild_id, number, made_at) WHERE state = 'waiting';

CREATE TABLE own_number (
    guild_id INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
);

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
CREATE INDEX deed_by_doer ON deed (by_id);

CREATE TABLE question_mend (
    guild_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    accepted TEXT NOT NULL DEFAULT '[]',
    explanation TEXT,
    is_retired INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, question)
);

CREATE TABLE announcement (
    guild_id INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'claimed', 'sent', 'failed')),
    reason TEXT NOT NULL DEFAULT '',
    due_at INTEGER NOT NULL,
    claimed_at INTEGER,
    message_id INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER NOT NULL DEFAULT 0,
    is_marked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, entry_id)
);
CREATE INDEX announcement_by_state ON announcement (state) WHERE state IN ('due', 'claimed');

CREATE TABLE server_settings (
    guild_id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    zone TEXT NOT NULL DEFAULT 'UTC'
);

CREATE TABLE trivia_past (
    audience_id INTEGER PRIMARY KEY,
    answered INTEGER NOT NULL,
    is_right INTEGER NOT NULL,
    points INTEGER NOT NULL
);

CREATE TABLE server (
    guild_id INTEGER PRIMARY KEY,
    left_at INTEGER
);
CREATE INDEX server_by_leaving ON server (left_at) WHERE left_at IS NOT NULL;

CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    quoted_id INTEGER,
    amends INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    revises INTEGER NOT NULL DEFAULT 0,
    base TEXT NOT NULL DEFAULT ''
);
CREATE INDEX draft_by_author ON draft (author_id, guild_id, made_at);
CREATE INDEX draft_by_server ON draft (guild_id);
CREATE INDEX draft_by_quoted ON draft (quoted_id) WHERE quoted_id IS NOT NULL;

CREATE TABLE trivia_game_member (
    channel_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    position INTEGER,
    score INTEGER NOT NULL DEFAULT 0,
    streak INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    answered_right INTEGER NOT NULL DEFAULT 0,
    turn INTEGER NOT NULL DEFAULT 0,
    has_hint INTEGER NOT NULL DEFAULT 0,
    has_skip_vote INTEGER NOT NULL DEFAULT 0,
    lock_position INTEGER,
    locked_at REAL,
    choice INTEGER,
    typed TEXT,
    is_right INTEGER,
    points INTEGER,
    PRIMARY KEY (channel_id, member_id),
    FOREIGN KEY (channel_id) REFERENCES trivia_game (channel_id) ON DELETE CASCADE
);

CREATE TABLE trivia_list (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    topic TEXT NOT NULL,
    author TEXT NOT NULL,
    description TEXT NOT NULL,
    UNIQUE (guild_id, name)
);

CREATE TABLE trivia_import (
    list_id INTEGER NOT NULL REFERENCES trivia_list (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    answers TEXT NOT NULL,
    distractors TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    PRIMARY KEY (list_id, position)
);
CREATE INDEX trivia_import_by_guild ON trivia_import (guild_id);

CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    form TEXT NOT NULL,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    fingerprint TEXT NOT NULL DEFAULT '',
    due_at INTEGER NOT NULL,
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
    owes_notice INTEGER NOT NULL DEFAULT 0,
    found_at INTEGER,
    PRIMARY KEY (guild_id, feed_id)
);
CREATE INDEX feed_subscription_by_feed ON feed_subscription (feed_id);
CREATE INDEX feed_subscription_by_notice ON feed_subscription (guild_id) WHERE owes_notice = 1;

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

CREATE TABLE feed_rule (
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('people', 'story')),
    value TEXT NOT NULL,
    label TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, number)
);

CREATE TABLE feed_note (
    guild_id INTEGER PRIMARY KEY,
    noted_at INTEGER NOT NULL,
    number INTEGER NOT NULL
);

CREATE TABLE review_notice (
    guild_id INTEGER PRIMARY KEY,
    told_at INTEGER NOT NULL,
    last_number INTEGER NOT NULL
);

-- The stems that SQLite's porter tokenizer finds, without stop words.
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, LANGUAGE = porter);
CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION words
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, hword_asciipart, hword_part,
        hword_numpart, numhword
    WITH stems;

-- On SQLite this is a virtual table, whose key has the name `rowid`.
CREATE TABLE entry_text (
    rowid BIGINT PRIMARY KEY,
    text TEXT NOT NULL,
    found TSVECTOR NOT NULL GENERATED ALWAYS AS (to_tsvector('words', text)) STORED
);
CREATE INDEX entry_text_by_word ON entry_text USING gin (found);

-- Functions of SQLite that statements for both engines call.
CREATE FUNCTION instr(text, text) RETURNS INTEGER LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    'SELECT CAST(strpos($1, $2) AS bigint)';
CREATE FUNCTION json_extract(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$SELECT jsonb_path_query_first($1::jsonb, $2::jsonpath) #>> '{}'$$;
-- With the modifier 'unixepoch', the only one that statements use.
CREATE FUNCTION date(bigint, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$SELECT to_char(to_timestamp($1) AT TIME ZONE 'UTC', 'YYYY-MM-DD')$$;

INSERT INTO migration (version, name) VALUES
    (1, 'canon'),
    (2, 'trivia'),
    (3, 'anniversaries'),
    (4, 'own_canon'),
    (5, 'privacy'),
    (6, 'drafts'),
    (7, 'reports'),
    (8, 'locked_threads'),
    (9, 'guild_zone'),
    (10, 'trivia_game_members'),
    (11, 'quoted_members'),
    (12, 'revisions'),
    (13, 'announcement_retries'),
    (15, 'decided_at_numbers'),
    (16, 'trivia_lists'),
    (17, 'entry_revisions'),
    (18, 'feeds'),
    (21, 'notices');
