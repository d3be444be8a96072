-- How the processes on a server split the shards. A bot on a file runs alone and uses none of this.
CREATE TABLE sharding (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    part_count INTEGER NOT NULL,
    shard_count INTEGER
);
-- The parts that were taken and not given back, and when the server on which they were taken was started, in
-- microseconds: a server that was started again, or another one, knows nothing of the locks of the first.
CREATE TABLE taken_part (
    part BIGINT PRIMARY KEY,
    server_started_at BIGINT NOT NULL
);
