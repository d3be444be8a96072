-- What the owner of the application was told by direct message, one row for each subject, and one
-- with the subject '' for the last message of all.
CREATE TABLE owner_notice (
    subject TEXT PRIMARY KEY,
    told_at BIGINT NOT NULL
);
-- Errors that members met and the owner was not told of yet; one row at most.
CREATE TABLE untold_incidents (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    count BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_code TEXT NOT NULL
);
