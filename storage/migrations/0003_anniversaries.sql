-- What a server chose for one kind of scheduled post, which local date it is promised for, and when
-- the scheduler has to look at it next: when it is due, when a retry is, when a pause may be over.
CREATE TABLE schedule (
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    zone TEXT NOT NULL,
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

-- One row a server, kind and local date, ever: whoever inserts it is the one who posts.
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
