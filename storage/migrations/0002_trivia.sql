-- The games being played, one a channel, each whole as of its last change.
CREATE TABLE trivia_game (
    channel_id INTEGER PRIMARY KEY,
    game_id INTEGER NOT NULL,
    audience_id INTEGER NOT NULL,
    state TEXT NOT NULL
);

-- Every settled round, with the question as it was asked: packs change, what was missed does not.
CREATE TABLE trivia_round (
    game_id INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    audience_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    topic TEXT NOT NULL,
    body TEXT NOT NULL,
    settled_at INTEGER NOT NULL,
    PRIMARY KEY (game_id, turn)
);
CREATE INDEX trivia_round_by_audience ON trivia_round (audience_id);

CREATE TABLE trivia_answer (
    game_id INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    audience_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    given TEXT NOT NULL,
    is_right INTEGER NOT NULL,
    points INTEGER NOT NULL,
    seconds REAL NOT NULL,
    settled_at INTEGER NOT NULL,
    PRIMARY KEY (game_id, turn, member_id),
    FOREIGN KEY (game_id, turn) REFERENCES trivia_round (game_id, turn) ON DELETE CASCADE
);
CREATE INDEX trivia_answer_by_time ON trivia_answer (audience_id, settled_at);
CREATE INDEX trivia_answer_by_member ON trivia_answer (audience_id, member_id, settled_at);

-- How often an audience was asked what: the least asked come next.
CREATE TABLE trivia_asked (
    audience_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (audience_id, question)
);

-- How hard questions have proved, over all audiences.
CREATE TABLE trivia_play (
    question TEXT PRIMARY KEY,
    answered INTEGER NOT NULL,
    is_right INTEGER NOT NULL
);

CREATE TABLE trivia_report (
    audience_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    said TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    PRIMARY KEY (audience_id, question, member_id)
);

-- The one question of an audience's local day, and what its members answered.
CREATE TABLE trivia_daily (
    audience_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (audience_id, day)
);
CREATE TABLE trivia_daily_answer (
    audience_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    choice INTEGER,
    given TEXT NOT NULL,
    is_right INTEGER NOT NULL,
    PRIMARY KEY (audience_id, day, member_id),
    FOREIGN KEY (audience_id, day) REFERENCES trivia_daily (audience_id, day) ON DELETE CASCADE
);
CREATE INDEX trivia_daily_answer_by_member ON trivia_daily_answer (audience_id, member_id, day);

-- Questions of imported lists; importing a list again replaces it.
CREATE TABLE trivia_import (
    list TEXT NOT NULL,
    position INTEGER NOT NULL,
    topic TEXT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    answers TEXT NOT NULL,
    PRIMARY KEY (list, position)
);
