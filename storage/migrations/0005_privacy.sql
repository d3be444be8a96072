-- What members earned who asked to be forgotten: one nameless sum an audience.
CREATE TABLE trivia_past (
    audience_id INTEGER PRIMARY KEY,
    answered INTEGER NOT NULL,
    is_right INTEGER NOT NULL,
    points INTEGER NOT NULL
);

-- Every server the bot is in or was in. From `left_at` on a clock runs, at whose end all its data
-- goes; NULL while the bot is there.
CREATE TABLE server (
    guild_id INTEGER PRIMARY KEY,
    left_at INTEGER
);
CREATE INDEX server_by_leaving ON server (left_at) WHERE left_at IS NOT NULL;
INSERT INTO server (guild_id)
    SELECT audience_id FROM trivia_round WHERE audience_id <> channel_id
    UNION SELECT guild_id FROM schedule
    UNION SELECT guild_id FROM server_settings
    UNION SELECT guild_id FROM own_number
    UNION SELECT owner FROM entry WHERE owner <> 0;

-- "Everything about one member, in whatever server" must not read whole tables.
DROP INDEX trivia_answer_by_member;
CREATE INDEX trivia_answer_by_member ON trivia_answer (member_id, audience_id, settled_at);
DROP INDEX trivia_daily_answer_by_member;
CREATE INDEX trivia_daily_answer_by_member ON trivia_daily_answer (member_id, audience_id, day);
CREATE INDEX trivia_report_by_member ON trivia_report (member_id);
CREATE INDEX proposal_by_reviewer ON proposal (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX deed_by_doer ON deed (by_id);
CREATE INDEX schedule_by_admin ON schedule (set_up_by);
