-- One row a member of a running game, so that an answer writes one row however many play.
-- `position` is the order of joining, NULL for a member who has only taken a hint. `turn` names the
-- round that has_hint, has_skip_vote and the columns of the locked answer are about; they are void
-- once the game's round is another. `lock_position` is the order of the answers, NULL before one.
CREATE TABLE trivia_game_member (
    channel_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    position INTEGER,
    score INTEGER NOT NULL DEFAULT 0,
    streak INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    answered_right INTEGER NOT NULL DEFAULT 0,
    turn INTEGER NOT NULL DEFAULT 0,
    has_hint INTEGER NOT NULL DEFAULT 0,
    has_skip_vote INTEGER NOT NULL DEFAULT 0,
    lock_position INTEGER,
    locked_at REAL,
    choice INTEGER,
    typed TEXT,
    is_right INTEGER,
    points INTEGER,
    PRIMARY KEY (channel_id, member_id),
    FOREIGN KEY (channel_id) REFERENCES trivia_game (channel_id) ON DELETE CASCADE
) WITHOUT ROWID;

-- The games that are being played during the update. A state that is no JSON has no members.
INSERT INTO trivia_game_member
    (channel_id, member_id, position, score, streak, answered, answered_right, turn)
    SELECT
        game.channel_id,
        CAST(player.key AS INTEGER),
        row_number() OVER (PARTITION BY game.channel_id ORDER BY player.id) - 1,
        json_extract(player.value, '$.score'),
        json_extract(player.value, '$.streak'),
        json_extract(player.value, '$.answered'),
        json_extract(player.value, '$.right'),
        coalesce(json_extract(game.state, '$.round.turn'), 0)
    FROM trivia_game game,
        json_each(CASE WHEN json_valid(game.state) THEN game.state ELSE '{}' END, '$.players')
            player
    WHERE json_valid(game.state);
INSERT INTO trivia_game_member
    (channel_id, member_id, turn, lock_position, locked_at, choice, typed, is_right, points)
    SELECT
        game.channel_id,
        CAST(lock.key AS INTEGER),
        json_extract(game.state, '$.round.turn'),
        row_number() OVER (PARTITION BY game.channel_id ORDER BY lock.id) - 1,
        json_extract(lock.value, '$.at'),
        json_extract(lock.value, '$.choice'),
        json_extract(lock.value, '$.text'),
        json_extract(lock.value, '$.is_right'),
        json_extract(lock.value, '$.points')
    FROM trivia_game game,
        json_each(CASE WHEN json_valid(game.state) THEN game.state ELSE '{}' END, '$.round.locks')
            lock
    WHERE json_valid(game.state)
    ON CONFLICT (channel_id, member_id) DO UPDATE SET
        turn = excluded.turn,
        lock_position = excluded.lock_position,
        locked_at = excluded.locked_at,
        choice = excluded.choice,
        typed = excluded.typed,
        is_right = excluded.is_right,
        points = excluded.points;
INSERT INTO trivia_game_member (channel_id, member_id, turn, has_hint)
    SELECT game.channel_id, hinted.value, json_extract(game.state, '$.round.turn'), 1
    FROM trivia_game game,
        json_each(CASE WHEN json_valid(game.state) THEN game.state ELSE '{}' END, '$.round.hinted')
            hinted
    WHERE json_valid(game.state)
    ON CONFLICT (channel_id, member_id) DO UPDATE SET turn = excluded.turn, has_hint = 1;
INSERT INTO trivia_game_member (channel_id, member_id, turn, has_skip_vote)
    SELECT game.channel_id, vote.value, json_extract(game.state, '$.round.turn'), 1
    FROM trivia_game game,
        json_each(
            CASE WHEN json_valid(game.state) THEN game.state ELSE '{}' END, '$.round.skip_votes'
        ) vote
    WHERE json_valid(game.state)
    ON CONFLICT (channel_id, member_id) DO UPDATE SET turn = excluded.turn, has_skip_vote = 1;
UPDATE trivia_game SET state = json_remove(
    state, '$.players', '$.round.locks', '$.round.hinted', '$.round.skip_votes'
) WHERE json_valid(state);
