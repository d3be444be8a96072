-- The time zone belongs to the server, whatever it has scheduled: one column beside its other
-- settings, where a server with schedules keeps the zone it goes by today.
ALTER TABLE server_settings ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
INSERT INTO server_settings (guild_id, body, zone)
    SELECT guild_id, '{}', zone FROM schedule
    WHERE kind = (SELECT min(kind) FROM schedule other WHERE other.guild_id = schedule.guild_id)
    ON CONFLICT (guild_id) DO UPDATE SET zone = excluded.zone;
ALTER TABLE schedule DROP COLUMN zone;
