-- How often the content of an entry was changed, and when last: calendar programs take the version
-- with the higher number. Of what was changed before, the log of a server's own entries knows.
ALTER TABLE entry ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
UPDATE entry SET
    revision = (
        SELECT count(*) FROM deed
        WHERE guild_id = entry.owner AND entry_id = entry.id AND what = 'edited'
    ),
    changed_at = coalesce(
        (
            SELECT max(at) FROM deed
            WHERE guild_id = entry.owner AND entry_id = entry.id
                AND what IN ('added', 'imported', 'edited')
        ),
        (SELECT loaded_at FROM pack),
        0
    );
