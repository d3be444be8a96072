-- What members and admins are to be told, from the commit that causes it until it was told or given up.
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    audience_id BIGINT NOT NULL,
    addressee TEXT NOT NULL CHECK (addressee IN ('admins', 'member', 'member or admins')),
    member_id BIGINT NOT NULL,
    first_channel_id BIGINT,
    body TEXT NOT NULL,
    button_label TEXT,
    button TEXT,
    made_at BIGINT NOT NULL,
    retry_at BIGINT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    channel_id BIGINT,
    claimed_at BIGINT
);
CREATE INDEX outbox_by_retry ON outbox (retry_at);
CREATE INDEX outbox_by_audience ON outbox (audience_id);
