-- Guilds that want anniversaries and promised dates in their list of events, and when each is looked
-- at next. A guild that no longer does keeps its row until its events are canceled.
CREATE TABLE event_calendar (
    guild_id BIGINT PRIMARY KEY,
    is_on INTEGER NOT NULL,
    look_at BIGINT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- Why events cannot be created, as admins were told; '' when they can.
    obstacle TEXT NOT NULL DEFAULT ''
);
CREATE INDEX event_calendar_by_look ON event_calendar (look_at);

-- One row for each event on the list of a guild: `event_key` names the entry and the date.
CREATE TABLE scheduled_event (
    guild_id BIGINT NOT NULL,
    event_key TEXT NOT NULL,
    -- 'gone' where members deleted or canceled it: it is not created again.
    state TEXT NOT NULL CHECK (state IN ('claimed', 'created', 'gone')),
    name TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    digest TEXT NOT NULL,
    claimed_at BIGINT NOT NULL,
    event_id BIGINT,
    PRIMARY KEY (guild_id, event_key)
);

-- How long a member took for the question of the day, in seconds, NULL where it was not measured; and
-- when they shared the result in the channel (epoch seconds).
ALTER TABLE trivia_daily_answer ADD COLUMN seconds DOUBLE PRECISION;
ALTER TABLE trivia_daily_answer ADD COLUMN shared_at BIGINT;
