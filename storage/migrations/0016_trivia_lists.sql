-- Lists of imported questions, with the guild whose own they are; guild 0 stands for all guilds.
-- Ids are never used again, so that a button of a removed list cannot mean another.
CREATE TABLE trivia_list (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    topic TEXT NOT NULL,
    author TEXT NOT NULL,
    description TEXT NOT NULL,
    UNIQUE (guild_id, name)
);
INSERT INTO trivia_list (guild_id, name, topic, author, description)
    SELECT 0, list, min(topic), min(author), '' FROM trivia_import GROUP BY list ORDER BY list;

CREATE TABLE trivia_import_of_list (
    list_id INTEGER NOT NULL REFERENCES trivia_list (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    answers TEXT NOT NULL,
    distractors TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    PRIMARY KEY (list_id, position)
) WITHOUT ROWID;
INSERT INTO trivia_import_of_list
    SELECT list.id, old.position, 0, old.text, old.answers, '[]', 'medium'
    FROM trivia_import old JOIN trivia_list list ON list.name = old.list;
DROP TABLE trivia_import;
ALTER TABLE trivia_import_of_list RENAME TO trivia_import;
CREATE INDEX trivia_import_by_guild ON trivia_import (guild_id);
