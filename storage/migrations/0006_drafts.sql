-- What members are still writing: every field as it was typed, as JSON. It waits for a day, so that
-- a restart between a form and its button loses nothing. `quoted_id` is the member whose words it
-- holds, `amends` the number of the proposal it is to change, 0 for a new one.
CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    quoted_id INTEGER,
    amends INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL
);
CREATE INDEX draft_by_author ON draft (author_id, guild_id, made_at);
CREATE INDEX draft_by_server ON draft (guild_id);
CREATE INDEX draft_by_quoted ON draft (quoted_id) WHERE quoted_id IS NOT NULL;
