-- Compatible from: 31
-- When a shard of each bucket last had its turn to identify, in seconds of the epoch by the server's clock. Locks would
-- be forgotten with the process or the server, and the platform does not forget.
CREATE TABLE identify_turn (
    bucket BIGINT PRIMARY KEY,
    taken_at REAL NOT NULL
);
