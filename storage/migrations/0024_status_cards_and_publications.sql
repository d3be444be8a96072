-- The message of a guild that always shows the present status. `channel_id` and `wants_pin` are what
-- an admin chose, NULL and 0 for none; the rest is about the message there is, or is being sent.
CREATE TABLE status_card (
    guild_id BIGINT PRIMARY KEY,
    channel_id BIGINT,
    wants_pin INTEGER NOT NULL DEFAULT 0,
    -- Counts the messages: each has its number in a custom id.
    number INTEGER NOT NULL DEFAULT 1,
    posted_channel_id BIGINT,
    message_id BIGINT,
    claimed_at BIGINT,
    is_pinned INTEGER NOT NULL DEFAULT 0,
    -- A digest of what the message shows.
    digest TEXT NOT NULL DEFAULT '',
    edited_at BIGINT,
    look_at BIGINT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- Why it cannot be shown or edited, as admins were told; '' when it can.
    obstacle TEXT NOT NULL DEFAULT ''
);
CREATE INDEX status_card_by_look ON status_card (look_at);

-- Posts in announcement channels that are still to be published to the servers that follow these.
CREATE TABLE publication (
    message_id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    give_up_at BIGINT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX publication_by_due ON publication (due_at);
CREATE INDEX publication_by_guild ON publication (guild_id);
