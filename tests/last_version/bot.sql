BEGIN;
CREATE TABLE migration (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO migration VALUES
(1, 'canon'),
(2, 'trivia'),
(3, 'anniversaries'),
(4, 'own_canon'),
(5, 'privacy'),
(6, 'drafts'),
(7, 'reports'),
(8, 'locked_threads');
CREATE TABLE pack (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    digest TEXT NOT NULL,
    manifest TEXT NOT NULL,
    loaded_at INTEGER NOT NULL
);
INSERT INTO pack VALUES
(1, 'daf1cafba70def75992ac806511149c38025186bf877366a7c76dffce43353fb', '{"slug":"paper-lantern","title":"Paper Lantern Fans","work":"Paper Lantern","awaited":"the second season","description":"A made-up series about a lamp maker, for trying another fandom.","colour":"#ffaa00","motto":"Still lit.","topics":[{"slug":"season-two","name":"Season two"},{"slug":"cast","name":"Cast"}],"people":[{"slug":"ida-holm","name":"Ida Holm","aliases":["Ida"]},{"slug":"per-lund","name":"Per Lund","aliases":[]}]}', 1767225600);
CREATE TABLE command_sync (
    application_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (application_id, guild_id)
);
CREATE TABLE trivia_game (
    channel_id INTEGER PRIMARY KEY,
    game_id INTEGER NOT NULL,
    audience_id INTEGER NOT NULL,
    state TEXT NOT NULL
);
INSERT INTO trivia_game VALUES
(1456074443980800031, 1556764919070720111, 1456074443980800015, '{"id":1556764919070720111,"channel_id":1456074443980800031,"audience_id":1456074443980800015,"starter_id":1456074443980800018,"rules":{"rounds":3,"seconds":60.0,"style":"everyone","topic":"cast","difficulty":null,"lobby":30.0,"grace":0.5,"pause":8.0},"phase":"open","due_at":1791232153.58,"turn":2,"played":1,"empties":0,"is_replaying":false,"round":{"turn":2,"number":2,"question":{"key":"first.first-light","kind":"which came first","text":"Which of these came first?","options":["Cameras roll on season three","Paper Lantern is first shown","Ida Holm hints at a second season"],"right":1,"accepted":[],"explanation":"1 October 2019. The series opened with two episodes in one evening.","topic":"cast","difficulty":"medium","about":["event.first-light","event.own-2","event.second-season-hinted"],"sources":["source.lamp-post","source.own-2"],"credit":""},"seconds":60.0,"is_replay":false,"shown_at":1791232093.58,"locks":{"1456074443980800018":{"at":1791232100.04,"choice":1,"text":"","is_right":true,"points":0},"1456074443980800019":{"at":1791232101.29,"choice":2,"text":"","is_right":false,"points":0}},"hinted":[],"skip_votes":[],"is_closed":false,"is_skipped":false},"players":{"1456074443980800018":{"score":200,"streak":1,"right":1,"answered":1},"1456074443980800019":{"score":195,"streak":1,"right":1,"answered":1},"1456074443980800026":{"score":0,"streak":0,"right":0,"answered":1}},"asked":["true-part.ida-plays-vera","first.first-light"],"ending":null,"card_id":1556764976029368320}'),
(1456074443980800032, 1556764981481963520, 1456074443980800015, '{"id":1556764981481963520,"channel_id":1456074443980800032,"audience_id":1456074443980800015,"starter_id":1456074443980800019,"rules":{"rounds":5,"seconds":60.0,"style":"first","topic":"cast","difficulty":null,"lobby":30.0,"grace":0.5,"pause":8.0},"phase":"open","due_at":1791232156.96,"turn":1,"played":0,"empties":0,"is_replaying":false,"round":{"turn":1,"number":1,"question":{"key":"who-said.never-dark","kind":"who said it","text":"Who said this around 2021?\n“It was never dark on that set.”","options":["bob","Ida Holm","Per Lund"],"right":2,"accepted":[],"explanation":"Said in a letter to the fans (about 2021).","topic":"cast","difficulty":"medium","about":["quote.never-dark"],"sources":["source.lamp-letter"],"credit":""},"seconds":60.0,"is_replay":false,"shown_at":1791232096.96,"locks":{"1456074443980800028":{"at":1791232101.29,"choice":0,"text":"","is_right":false,"points":0}},"hinted":[],"skip_votes":[],"is_closed":false,"is_skipped":false},"players":{"1456074443980800019":{"score":0,"streak":0,"right":0,"answered":0},"1456074443980800028":{"score":0,"streak":0,"right":0,"answered":0},"1456074443980800026":{"score":0,"streak":0,"right":0,"answered":0}},"asked":["who-said.never-dark"],"ending":null,"card_id":1556764990206115840}'),
(1456074443980800034, 1556765019188756480, 1456074443980800015, '{"id":1556765019188756480,"channel_id":1456074443980800034,"audience_id":1456074443980800015,"starter_id":1456074443980800026,"rules":{"rounds":2,"seconds":30.0,"style":"everyone","topic":null,"difficulty":null,"lobby":30.0,"grace":0.5,"pause":8.0},"phase":"reveal","due_at":1791232114.45,"turn":1,"played":1,"empties":0,"is_replaying":false,"round":{"turn":1,"number":1,"question":{"key":"first.second-season-hinted","kind":"which came first","text":"Which of these came first?","options":["Cameras roll on season three","Ida Holm hints at a second season"],"right":1,"accepted":[],"explanation":"May 2020. She said that there was more to tell and named no date.","topic":"season-two","difficulty":"medium","about":["event.second-season-hinted","event.own-2"],"sources":["source.lamp-post","source.own-2"],"credit":""},"seconds":30.0,"is_replay":false,"shown_at":1791232104.95,"locks":{"1456074443980800026":{"at":1791232104.95,"choice":1,"text":"","is_right":true,"points":200},"1456074443980800027":{"at":1791232105.95,"choice":0,"text":"","is_right":false,"points":0}},"hinted":[],"skip_votes":[],"is_closed":true,"is_skipped":false},"players":{"1456074443980800026":{"score":200,"streak":1,"right":1,"answered":1},"1456074443980800027":{"score":0,"streak":0,"right":0,"answered":1}},"asked":["first.second-season-hinted"],"ending":null,"card_id":1556765023718604800}'),
(1456074443980800035, 1556765008702996481, 1456074443980800015, '{"id":1556765008702996481,"channel_id":1456074443980800035,"audience_id":1456074443980800015,"starter_id":1456074443980800018,"rules":{"rounds":4,"seconds":20.0,"style":"first","topic":null,"difficulty":null,"lobby":30.0,"grace":0.5,"pause":8.0},"phase":"lobby","due_at":1791232131.37,"turn":0,"played":0,"empties":0,"is_replaying":false,"round":null,"players":{"1456074443980800018":{"score":0,"streak":0,"right":0,"answered":0},"1456074443980800019":{"score":0,"streak":0,"right":0,"answered":0}},"asked":[],"ending":null,"card_id":1556765008702996482}'),
(1456074443980800069, 1556764990206115841, 1456074443980800065, '{"id":1556764990206115841,"channel_id":1456074443980800069,"audience_id":1456074443980800065,"starter_id":1456074443980800018,"rules":{"rounds":2,"seconds":60.0,"style":"everyone","topic":"lamps","difficulty":null,"lobby":30.0,"grace":0.5,"pause":8.0},"phase":"open","due_at":1791232158.04,"turn":1,"played":0,"empties":0,"is_replaying":false,"round":{"turn":1,"number":1,"question":{"key":"list.lamps.What colour is the first lamp?","kind":"typed","text":"What colour is the first lamp?","options":[],"right":0,"accepted":["Red"],"explanation":"","topic":"lamps","difficulty":"medium","about":[],"sources":[],"credit":"From the list lamps by The Lamp Post, which cites no source."},"seconds":60.0,"is_replay":false,"shown_at":1791232098.04,"locks":{"1456074443980800018":{"at":1791232101.33,"choice":null,"text":"Red","is_right":true,"points":0}},"hinted":[],"skip_votes":[],"is_closed":false,"is_skipped":false},"players":{"1456074443980800018":{"score":0,"streak":0,"right":0,"answered":0},"1456074443980800019":{"score":0,"streak":0,"right":0,"answered":0}},"asked":["list.lamps.What colour is the first lamp?"],"ending":null,"card_id":1556764994735964160}');
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
INSERT INTO trivia_round VALUES
(1456074443980800114, 1, 1456074443980800015, 1456074443980800031, 'question.lamp-maker', 'cast', '{"key":"question.lamp-maker","kind":"choice","text":"Who plays the lamp maker Vera?","options":["Vera Dahl","Signe Roos","Per Lund","Ida Holm"],"right":3,"accepted":[],"explanation":"Ida Holm has played her since the first episode.","topic":"cast","difficulty":"easy","about":["question.lamp-maker","fact.ida-plays-vera"],"sources":["source.lamp-post"],"credit":""}', 1767225604),
(1456074512264069120, 1, 1456074443980800100, 1456074443980800104, 'question.lamp-maker', 'cast', '{"key":"question.lamp-maker","kind":"choice","text":"Who plays the lamp maker Vera?","options":["Vera Dahl","Signe Roos","Per Lund","Ida Holm"],"right":3,"accepted":[],"explanation":"Ida Holm has played her since the first episode.","topic":"cast","difficulty":"easy","about":["question.lamp-maker","fact.ida-plays-vera"],"sources":["source.lamp-post"],"credit":""}', 1767225616),
(1456074565699502085, 1, 1456074565699502080, 1456074565699502080, 'who-said.never-dark', 'cast', '{"key":"who-said.never-dark","kind":"who said it","text":"Who said this around 2021?\n“It was never dark on that set.”","options":["Ida Holm","Per Lund"],"right":1,"accepted":[],"explanation":"Said in a letter to the fans (about 2021).","topic":"cast","difficulty":"medium","about":["quote.never-dark"],"sources":["source.lamp-letter"],"credit":""}', 1767225629),
(1556667275673600082, 1, 1456074443980800015, 1456074443980800031, 'who-said.own-5', 'cast', '{"key": "who-said.own-5", "kind": "who said it", "text": "Who said this on 5 October 2026?\n“I would fold it all again.”", "options": ["bob", "somebody", "Ida Holm", "Per Lund"], "right": 0, "accepted": [], "explanation": "Said in the lobby (5 October 2026).", "topic": "cast", "difficulty": "medium", "about": ["quote.own-5"], "sources": ["source.own-5"], "credit": ""}', 1791208804),
(1556667343956869150, 1, 1456074443980800015, 1456074443980800035, 'list.lamps.Who folds the lamps?', 'lamps', '{"key":"list.lamps.Who folds the lamps?","kind":"typed","text":"Who folds the lamps?","options":[],"right":0,"accepted":["Vera","Vera Dahl"],"explanation":"","topic":"lamps","difficulty":"medium","about":[],"sources":[],"credit":"From the list lamps by The Lamp Post, which cites no source."}', 1791208820),
(1556667412240138249, 1, 1456074443980800015, 1456074443980800035, 'list.lamps.Where does the series play?', 'lamps', '{"key":"list.lamps.Where does the series play?","kind":"typed","text":"Where does the series play?","options":[],"right":0,"accepted":["The old harbour","Harbour"],"explanation":"","topic":"lamps","difficulty":"medium","about":[],"sources":[],"credit":"From the list lamps by The Lamp Post, which cites no source."}', 1791208836),
(1556667480523407368, 1, 1456074443980800015, 1456074443980800035, 'list.lamps.How many episodes has the first season?', 'lamps', '{"key":"list.lamps.How many episodes has the first season?","kind":"typed","text":"How many episodes has the first season?","options":[],"right":0,"accepted":["8","eight"],"explanation":"","topic":"lamps","difficulty":"medium","about":[],"sources":[],"credit":"From the list lamps by The Lamp Post, which cites no source."}', 1791208852),
(1556667548806676487, 1, 1456074443980800015, 1456074443980800035, 'year.first-light', 'cast', '{"key":"year.first-light","kind":"when","text":"Paper Lantern is first shown.\nIn which year was that?","options":["2020","2019","2023","2022"],"right":1,"accepted":[],"explanation":"1 October 2019. The series opened with two episodes in one evening.","topic":"cast","difficulty":"medium","about":["event.first-light"],"sources":["source.lamp-post"],"credit":""}', 1791208869),
(1556667617089945611, 1, 1456074443980800015, 1456074443980800035, 'order.first-light', 'cast', '{"key":"order.first-light","kind":"in order","text":"Put these in order, the earliest first.\n1. Cameras roll on season three\n2. Paper Lantern is first shown\n3. Ida Holm hints at a second season","options":["3 → 1 → 2","1 → 3 → 2","2 → 3 → 1","3 → 2 → 1"],"right":2,"accepted":[],"explanation":"2: 1 October 2019; 3: May 2020; 1: 30 December 2025.","topic":"cast","difficulty":"hard","about":["event.first-light","event.second-season-hinted","event.own-2"],"sources":["source.lamp-post","source.own-2"],"credit":""}', 1791208885),
(1556764919070720111, 1, 1456074443980800015, 1456074443980800031, 'true-part.ida-plays-vera', 'cast', '{"key":"true-part.ida-plays-vera","kind":"true or false","text":"True or false: Ida Holm played Vera in Paper Lantern.","options":["True","False"],"right":0,"accepted":[],"explanation":"Ida Holm plays the lamp maker Vera.","topic":"cast","difficulty":"easy","about":["fact.ida-plays-vera"],"sources":["source.lamp-post"],"credit":""}', 1791232085),
(1556765019188756480, 1, 1456074443980800015, 1456074443980800034, 'first.second-season-hinted', 'season-two', '{"key":"first.second-season-hinted","kind":"which came first","text":"Which of these came first?","options":["Cameras roll on season three","Ida Holm hints at a second season"],"right":1,"accepted":[],"explanation":"May 2020. She said that there was more to tell and named no date.","topic":"season-two","difficulty":"medium","about":["event.second-season-hinted","event.own-2"],"sources":["source.lamp-post","source.own-2"],"credit":""}', 1791232106);
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
INSERT INTO trivia_answer VALUES
(1456074443980800114, 1, 1456074443980800018, 1456074443980800015, 'question.lamp-maker', 'D: Ida Holm', 1, 200, 0.0, 1767225604),
(1456074443980800114, 1, 1456074443980800019, 1456074443980800015, 'question.lamp-maker', 'A: Vera Dahl', 0, 0, 2.5, 1767225604),
(1456074512264069120, 1, 1456074443980800018, 1456074443980800100, 'question.lamp-maker', 'D: Ida Holm', 1, 200, 0.0, 1767225616),
(1456074565699502085, 1, 1456074443980800018, 1456074565699502080, 'who-said.never-dark', 'A: Ida Holm', 0, 0, 0.0, 1767225629),
(1556667275673600082, 1, 1456074443980800018, 1456074443980800015, 'who-said.own-5', 'A: bob', 1, 200, 0.0, 1791208804),
(1556667343956869150, 1, 1456074443980800018, 1456074443980800015, 'list.lamps.Who folds the lamps?', 'Wera of the lamps', 1, 100, 0.0, 1791208820),
(1556667343956869150, 1, 1456074443980800019, 1456074443980800015, 'list.lamps.Who folds the lamps?', 'Wera of the lamps', 0, 0, 2.5, 1791208820),
(1556667412240138249, 1, 1456074443980800018, 1456074443980800015, 'list.lamps.Where does the series play?', 'Wera of the lamps', 0, 0, 0.0, 1791208836),
(1556667412240138249, 1, 1456074443980800026, 1456074443980800015, 'list.lamps.Where does the series play?', 'Red', 0, 0, 2.5, 1791208836),
(1556667480523407368, 1, 1456074443980800018, 1456074443980800015, 'list.lamps.How many episodes has the first season?', 'Wera of the lamps', 0, 0, 0.0, 1791208852),
(1556667480523407368, 1, 1456074443980800026, 1456074443980800015, 'list.lamps.How many episodes has the first season?', 'Wera of the lamps', 0, 0, 2.5, 1791208852),
(1556667548806676487, 1, 1456074443980800018, 1456074443980800015, 'year.first-light', 'C: 2023', 0, 0, 0.0, 1791208869),
(1556667548806676487, 1, 1456074443980800019, 1456074443980800015, 'year.first-light', 'B: 2019', 1, 188, 2.5, 1791208869),
(1556667617089945611, 1, 1456074443980800018, 1456074443980800015, 'order.first-light', 'D: 3 → 2 → 1', 0, 0, 0.0, 1791208885),
(1556667617089945611, 1, 1456074443980800028, 1456074443980800015, 'order.first-light', 'C: 2 → 3 → 1', 1, 200, 2.5, 1791208885),
(1556764919070720111, 1, 1456074443980800018, 1456074443980800015, 'true-part.ida-plays-vera', 'A: True', 1, 200, 0.0, 1791232085),
(1556764919070720111, 1, 1456074443980800019, 1456074443980800015, 'true-part.ida-plays-vera', 'A: True', 1, 195, 3.0, 1791232085),
(1556764919070720111, 1, 1456074443980800026, 1456074443980800015, 'true-part.ida-plays-vera', 'B: False', 0, 0, 3.0, 1791232085),
(1556765019188756480, 1, 1456074443980800026, 1456074443980800015, 'first.second-season-hinted', 'B: Ida Holm hints at a second season', 1, 200, 0.0, 1791232106),
(1556765019188756480, 1, 1456074443980800027, 1456074443980800015, 'first.second-season-hinted', 'A: Cameras roll on season three', 0, 0, 1.0, 1791232106);
CREATE TABLE trivia_asked (
    audience_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (audience_id, question)
);
INSERT INTO trivia_asked VALUES
(1456074443980800015, 'question.lamp-maker', 1),
(1456074443980800100, 'question.lamp-maker', 1),
(1456074565699502080, 'who-said.never-dark', 1),
(1456074443980800015, 'who-said.more-to-tell', 1),
(1456074443980800015, 'true-year.first-light', 1),
(1456074443980800015, 'who-said.own-5', 1),
(1456074443980800015, 'list.lamps.Who folds the lamps?', 1),
(1456074443980800015, 'list.lamps.Where does the series play?', 1),
(1456074443980800015, 'list.lamps.How many episodes has the first season?', 1),
(1456074443980800015, 'year.first-light', 1),
(1456074443980800015, 'order.first-light', 1),
(1456074443980800015, 'list.lamps.What burns in the lantern?', 1),
(1456074443980800080, 'year.first-light', 1),
(1456074443980800094, 'true-year.own-1', 1),
(1456074443980800015, 'true-part.ida-plays-vera', 1),
(1456074443980800015, 'first.first-light', 1),
(1456074443980800015, 'who-said.never-dark', 1),
(1456074443980800065, 'list.lamps.What colour is the first lamp?', 1),
(1456074443980800015, 'first.second-season-hinted', 1);
CREATE TABLE trivia_play (
    question TEXT PRIMARY KEY,
    answered INTEGER NOT NULL,
    is_right INTEGER NOT NULL
);
INSERT INTO trivia_play VALUES
('question.lamp-maker', 3, 2),
('who-said.never-dark', 1, 0),
('who-said.own-5', 2, 2),
('list.lamps.Who folds the lamps?', 2, 1),
('list.lamps.Where does the series play?', 2, 0),
('list.lamps.How many episodes has the first season?', 2, 0),
('year.first-light', 2, 1),
('order.first-light', 2, 1),
('true-part.ida-plays-vera', 3, 2),
('first.second-season-hinted', 2, 1);
CREATE TABLE trivia_daily (
    audience_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (audience_id, day)
);
INSERT INTO trivia_daily VALUES
(1456074443980800015, '2026-10-02', '{"key":"who-said.more-to-tell","kind":"who said it","text":"Who said this in May 2020?\n“There is so much more to tell.”","options":["Ida Holm","Per Lund"],"right":0,"accepted":[],"explanation":"Said to The Lamp Post (May 2020).","topic":"season-two","difficulty":"medium","about":["quote.more-to-tell"],"sources":["source.lamp-post"],"credit":""}'),
(1456074443980800015, '2026-10-04', '{"key":"true-year.first-light","kind":"true or false","text":"Paper Lantern is first shown.\nTrue or false: that was in 2019.","options":["True","False"],"right":0,"accepted":[],"explanation":"1 October 2019. The series opened with two episodes in one evening.","topic":"cast","difficulty":"easy","about":["event.first-light"],"sources":["source.lamp-post"],"credit":""}'),
(1456074443980800015, '2026-10-05', '{"key":"list.lamps.What burns in the lantern?","kind":"typed","text":"What burns in the lantern?","options":[],"right":0,"accepted":["A candle","Candle"],"explanation":"","topic":"lamps","difficulty":"medium","about":[],"sources":[],"credit":"From the list lamps by The Lamp Post, which cites no source."}'),
(1456074443980800080, '2026-10-05', '{"key":"year.first-light","kind":"when","text":"Paper Lantern is first shown.\nIn which year was that?","options":["2019","2018","2016","2017"],"right":0,"accepted":[],"explanation":"1 October 2019. The series opened with two episodes in one evening.","topic":"cast","difficulty":"medium","about":["event.first-light"],"sources":["source.lamp-post"],"credit":""}'),
(1456074443980800094, '2026-10-05', '{"key":"true-year.own-1","kind":"true or false","text":"Cameras roll by night.\nTrue or false: that was in 2026.","options":["True","False"],"right":0,"accepted":[],"explanation":"1 October 2026. The crew met at the old harbour for the first day of shooting.","topic":"season-two","difficulty":"easy","about":["event.own-1"],"sources":["source.own-1"],"credit":""}');
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
INSERT INTO trivia_daily_answer VALUES
(1456074443980800015, '2026-10-02', 1456074443980800018, 0, 'A: Ida Holm', 1),
(1456074443980800015, '2026-10-02', 1456074443980800019, 1, 'B: Per Lund', 0),
(1456074443980800015, '2026-10-05', 1456074443980800018, NULL, 'Vera', 0),
(1456074443980800015, '2026-10-05', 1456074443980800019, NULL, 'Nobody', 0);
CREATE TABLE trivia_import (
    list TEXT NOT NULL,
    position INTEGER NOT NULL,
    topic TEXT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    answers TEXT NOT NULL,
    PRIMARY KEY (list, position)
);
INSERT INTO trivia_import VALUES
('lamps', 0, 'lamps', 'The Lamp Post', 'What is the harbour lantern made of?', '["Rice paper", "Paper"]'),
('lamps', 1, 'lamps', 'The Lamp Post', 'Who folds the lamps?', '["Vera", "Vera Dahl"]'),
('lamps', 2, 'lamps', 'The Lamp Post', 'What burns in the lantern?', '["A candle", "Candle"]'),
('lamps', 3, 'lamps', 'The Lamp Post', 'Where does the series play?', '["The old harbour", "Harbour"]'),
('lamps', 4, 'lamps', 'The Lamp Post', 'How many episodes has the first season?', '["8", "eight"]'),
('lamps', 5, 'lamps', 'The Lamp Post', 'What colour is the first lamp?', '["Red"]');
CREATE TABLE schedule (
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    zone TEXT NOT NULL,
    local_time TEXT NOT NULL,
    role_id INTEGER,
    options TEXT NOT NULL,
    set_up_by INTEGER NOT NULL,
    day TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    settled_day TEXT,
    wake_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    pause TEXT,
    pause_detail TEXT NOT NULL DEFAULT '',
    paused_day TEXT,
    PRIMARY KEY (guild_id, kind)
);
INSERT INTO schedule VALUES
(1456074443980800015, 'anniversaries', 1456074443980800030, 'America/Los_Angeles', '09:00:00', 1456074443980800023, '{"day_counts": false, "month_entries": true, "year_entries": true}', 1456074443980800024, '2026-10-06', 1791302400, 1791356400, '2026-10-05', 1791302400, 0, NULL, '', NULL),
(1456074443980800065, 'anniversaries', 1456074443980800069, 'Europe/Berlin', '18:00:00', NULL, '{"day_counts": true, "month_entries": true, "year_entries": true}', 1456074443980800070, '2026-05-02', 1777737600, 1777759200, '2026-05-01', NULL, 0, 'by hand', '', '2026-05-02'),
(1456074443980800100, 'anniversaries', 1456074443980800104, 'Asia/Tokyo', '09:00:00', NULL, '{"day_counts": false, "month_entries": true, "year_entries": true}', 1456074443980800105, '2026-10-06', 1791244800, 1791298800, '2026-10-05', 1791244800, 0, NULL, '', NULL),
(1456074443980800015, 'daily question', 1456074443980800033, 'America/Los_Angeles', '09:00:00', NULL, '{}', 1456074443980800024, '2026-10-06', 1791302400, 1791356400, '2026-10-05', 1791302400, 0, NULL, '', NULL),
(1456074443980800065, 'daily question', 1556335086796800001, 'Europe/Berlin', '20:00:00', NULL, '{}', 1456074443980800070, '2026-10-05', 1791223200, 1791237600, '2026-10-04', 1791223200, 0, 'permission missing', 'Send Messages', '2026-10-04'),
(1456074443980800094, 'daily question', 1456074443980800098, 'Asia/Kathmandu', '23:00:00', NULL, '{}', 1456074443980800099, '2026-10-05', 1791220500, 1791224100, NULL, 1791220550, 0, NULL, '', NULL);
CREATE TABLE ledger (
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('claimed', 'sent', 'late', 'missed', 'skipped', 'failed')),
    reason TEXT,
    channel_id INTEGER NOT NULL,
    claimed_at INTEGER NOT NULL,
    settled_at INTEGER,
    message_id INTEGER,
    lateness INTEGER,
    PRIMARY KEY (guild_id, kind, day)
);
INSERT INTO ledger VALUES
(1456074443980800015, 'anniversaries', '2026-03-01', 'skipped', 'an admin skipped it', 1456074443980800030, 1767225600, 1767225600, NULL, NULL),
(1456074443980800100, 'anniversaries', '2026-03-01', 'missed', 'the bot was not running', 1456074443980800104, 1772384340, 1772384340, NULL, NULL),
(1456074443980800065, 'anniversaries', '2026-03-01', 'sent', NULL, 1456074443980800069, 1772384400, 1772384400, 1477712019456000000, 0),
(1456074443980800100, 'anniversaries', '2026-05-01', 'sent', NULL, 1456074443980800104, 1777593600, 1777593600, 1499560987852800000, 0),
(1456074443980800065, 'anniversaries', '2026-05-01', 'failed', 'Discord refused it: Invalid Form Body', 1456074443980800069, 1777651200, 1777651200, NULL, NULL),
(1456074443980800015, 'anniversaries', '2026-05-01', 'sent', NULL, 1456074443980800030, 1777651200, 1777651200, 1499802579763200000, 0),
(1456074443980800100, 'anniversaries', '2026-10-01', 'missed', 'the bot was not running', 1456074443980800104, 1790872800, 1790872800, NULL, NULL),
(1456074443980800015, 'anniversaries', '2026-10-01', 'late', NULL, 1456074443980800030, 1790872800, 1790872800, 1555257989529600000, 2400),
(1456074443980800015, 'daily question', '2026-10-02', 'sent', NULL, 1456074443980800033, 1790956800, 1790956800, 1555610311065600000, 0),
(1456074443980800015, 'daily question', '2026-10-03', 'missed', 'the bot was not running', 1456074443980800033, 1791126000, 1791126000, NULL, NULL),
(1456074443980800015, 'daily question', '2026-10-04', 'sent', NULL, 1456074443980800033, 1791129600, 1791129600, 1556335086796800000, 0),
(1456074443980800065, 'daily question', '2026-10-04', 'missed', 'permission missing: Send Messages', 1556335086796800001, 1791208800, 1791208800, NULL, NULL),
(1456074443980800015, 'daily question', '2026-10-05', 'sent', NULL, 1456074443980800033, 1791216000, 1791216000, 1556697474662400000, 0),
(1456074443980800094, 'daily question', '2026-10-05', 'claimed', NULL, 1456074443980800098, 1791220500, NULL, NULL, NULL);
CREATE TABLE "entry" (
    number INTEGER PRIMARY KEY,
    owner INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    digest TEXT NOT NULL,
    date_key TEXT,
    speaker TEXT,
    position INTEGER NOT NULL,
    retired_at INTEGER,
    UNIQUE (id, owner)
);
INSERT INTO entry VALUES
(1, 0, 'source.lamp-post', 'source', '{"id":"source.lamp-post","origin":"documents","disputed":null,"publisher":"The Lamp Post","title":"Ida Holm on what comes next","published":"2020-05-04","dating":null,"document":"lamp_post.txt","url":null,"based_on":[]}', '3c44dbfca4abde4ed7c48abdcab2089c54338a833c96b413bef6f61a4bb892ed', NULL, NULL, 1231774153, NULL),
(2, 0, 'source.lamp-letter', 'source', '{"id":"source.lamp-letter","origin":"documents","disputed":null,"publisher":null,"title":"A letter to the fans","published":"2021-03/2021-06","dating":"It thanks readers for the spring and looks forward to the summer of 2021.","document":"lamp_letter.txt","url":null,"based_on":[]}', '61e7cfa3e22145d2356db9459673369ba9aca5e590515a0e0c74214d4d2d0873', NULL, NULL, 236278776, NULL),
(3, 0, 'event.first-light', 'event', '{"id":"event.first-light","origin":"documents","disputed":null,"sources":["source.lamp-post"],"date":"2019-10-01","title":"Paper Lantern is first shown","text":"The series opened with two episodes in one evening.","category":"release","topics":["cast"],"people":["ida-holm"],"quotes":[],"certainty":null}', '701048598ba31495144750ec0bd683021bd64edc482e6a826cb93c98c18907bb', '2019-10-01=', NULL, 208335894, NULL),
(4, 0, 'event.second-season-hinted', 'event', '{"id":"event.second-season-hinted","origin":"documents","disputed":null,"sources":["source.lamp-post"],"date":"2020-05","title":"Ida Holm hints at a second season","text":"She said that there was more to tell and named no date.","category":"interview","topics":["season-two"],"people":["ida-holm"],"quotes":["quote.more-to-tell"],"certainty":"single source"}', '7bb74b22ceb49b6a337b7f30723bbf678885bc2ac9d380ca900a94db5c983dbb', '2020-05-00=', NULL, 871473710, NULL),
(5, 0, 'fact.ida-plays-vera', 'fact', '{"id":"fact.ida-plays-vera","origin":"documents","disputed":null,"sources":["source.lamp-post"],"text":"Ida Holm plays the lamp maker Vera.","topics":["cast"],"people":["ida-holm"],"role":{"character":"Vera","performer":"ida-holm","production":"Paper Lantern"},"certainty":null}', '9943fe982b6c0e0628b685a4e7f759a36f7f70d83dfc2bf0e1810f114aab065c', NULL, NULL, 1634639235, NULL),
(6, 0, 'quote.more-to-tell', 'quote', '{"words":"There is so much more to tell.","continued":[],"sources":["source.lamp-post"],"note":null,"id":"quote.more-to-tell","origin":"documents","disputed":null,"speaker":"ida-holm","said":"2020-05","occasion":"to The Lamp Post","topics":["season-two"],"variants":[{"words":"There is much more to tell,","continued":["so much more."],"sources":["source.lamp-letter"],"note":"The letter leaves a word out."}]}', 'dc0f4851d02f0cc0ce89f419b15f5c05c823f7b39aa9770033a6bc2306172861', '2020-05-00=', 'ida-holm', 1404215345, NULL),
(7, 0, 'quote.never-dark', 'quote', '{"words":"It was never dark on that set.","continued":[],"sources":["source.lamp-letter"],"note":null,"id":"quote.never-dark","origin":"documents","disputed":null,"speaker":"per-lund","said":"2021~","occasion":"in a letter to the fans","topics":["cast"],"variants":[]}', '7758146f92880bc5fd4c414703c29102743ad2a6dd1eae372f2a6695b9560767', '2021-00-00', 'per-lund', 567072909, NULL),
(8, 0, 'status.hinted', 'status', '{"id":"status.hinted","origin":"documents","disputed":null,"sources":["source.lamp-post"],"as_of":"2020-05","stage":"rumoured","headline":"A second season is hinted at","text":"One interview, no date.","certainty":"rumoured","promises":[{"text":"Writing starts within the year","due":"2020","outcome":"kept","what_happened":"The letter says that four episodes were written.","sources":["source.lamp-letter"]}],"events":["event.second-season-hinted"],"quotes":["quote.more-to-tell"]}', '4ebd74ef13efc81d3ca793cc61090c991653804cef9a73c151b9438633045c22', '2020-05-00=', NULL, 1982011442, NULL),
(9, 0, 'status.writing', 'status', '{"id":"status.writing","origin":"documents","disputed":null,"sources":["source.lamp-letter"],"as_of":"2021-03","stage":"writing","headline":"Four episodes are written","text":"The letter counts four finished scripts.","certainty":"reported","promises":[],"events":[],"quotes":[]}', '3ca5d03bc0c3ec8570273370958e68a4566b1fd4c5e0d5e164d43e9d776d08a7', '2021-03-00=', NULL, 1121521032, NULL),
(10, 0, 'question.lamp-maker', 'question', '{"id":"question.lamp-maker","origin":"documents","disputed":null,"sources":["source.lamp-post"],"style":"choice","text":"Who plays the lamp maker Vera?","answers":["Ida Holm"],"distractors":["Per Lund","Vera Dahl","Signe Roos"],"difficulty":"easy","topic":"cast","explanation":"Ida Holm has played her since the first episode.","about":["fact.ida-plays-vera"]}', 'b95632aba4a726680e4eb69e892eddcbf75343b58865a41f583f88b579838505', NULL, NULL, 333412458, NULL),
(11, 1456074443980800015, 'source.own-2', 'source', '{"id":"source.own-2","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"Cameras roll on season three","published":"2025-12-30","dating":"As the member gave it who added this.","document":null,"url":"https://lantern.example/shooting","based_on":[]}', '652b35e8143565761d0b163e9318ae53f26eb061982c25a89f6425c199a9cbac', NULL, NULL, 1815426013, NULL),
(12, 1456074443980800015, 'event.own-2', 'event', '{"id":"event.own-2","origin":"guild","disputed":null,"sources":["source.own-2"],"date":"2025-12-30","title":"Cameras roll on season three","text":"The crew met at the old harbour.","category":"news","topics":["season-two"],"people":[],"quotes":[],"certainty":"single source"}', '4d12674e949bace3685d5775a59b522aa0902235ddd6020b1f670d099cda8821', '2025-12-30=', NULL, 3966676, NULL),
(13, 1456074443980800015, 'status.own-2', 'status', '{"id":"status.own-2","origin":"guild","disputed":null,"sources":["source.own-2"],"as_of":"2025-12-30","stage":"filming","headline":"Cameras roll on season three","text":"The crew met at the old harbour.","certainty":"confirmed","promises":[],"events":["event.own-2"],"quotes":[]}', 'f025607d52413fbaec00b79ae3014aacfad3a0fadd50ef33a0fe15b3903d9902', '2025-12-30=', NULL, 1528592058, NULL),
(14, 1456074443980800015, 'source.own-3', 'source', '{"id":"source.own-3","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"The harbour lantern is made of rice paper.","published":"2025-12-30","dating":"As the member gave it who added this.","document":null,"url":"https://lantern.example/shooting","based_on":[]}', '24878ce9dfce9f2f762fc5106aac23fdf667874986f511c86d9bfbb24ee1b41d', NULL, NULL, 1471589270, NULL),
(15, 1456074443980800015, 'fact.own-3', 'fact', '{"id":"fact.own-3","origin":"guild","disputed":null,"sources":["source.own-3"],"text":"The harbour lantern is made of rice paper.","topics":["cast"],"people":[],"role":null,"certainty":"single source"}', '9290f38dac1c6a7a2bf665f17d1d54f52a8d9bb8f95a268168029c2f6b78c14b', NULL, NULL, 534482421, NULL),
(16, 1456074443980800015, 'source.own-4', 'source', '{"id":"source.own-4","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"What is the harbour lantern made of?","published":"2025","dating":"As the member gave it who added this.","document":null,"url":null,"based_on":[]}', '57005386feda5c78f67a66c90aed9bb55ee85bbeaf0b84c614047e7b31400222', NULL, NULL, 411361607, NULL),
(17, 1456074443980800015, 'question.own-4', 'question', '{"id":"question.own-4","origin":"guild","disputed":null,"sources":["source.own-4"],"style":"typed","text":"What is the harbour lantern made of?","answers":["Rice paper","Washi"],"distractors":[],"difficulty":"hard","topic":"cast","explanation":"The prop maker said so.","about":[]}', '77fb5423d9a3a7605ce21c16bc2dc4046153ac3627c71e0016a54439822b4c6f', NULL, NULL, 1282737242, NULL),
(18, 1456074443980800015, 'source.own-5', 'source', '{"id":"source.own-5","origin":"guild","disputed":null,"publisher":"Fans","title":"Words of bob","published":"2026-10-05","dating":"As the member gave it who added this.","document":null,"url":"https://discord.com/channels/1456074443980800015/1456074443980800020/1556667275673600014","based_on":[]}', '3c75a4eb7d804fc13f6ade367d3902347de8cedfa0ebbc88178a2671ceafcf54', NULL, NULL, 587692300, NULL),
(19, 1456074443980800015, 'quote.own-5', 'quote', '{"words":"I would fold it all again.","continued":[],"sources":["source.own-5"],"note":null,"id":"quote.own-5","origin":"guild","disputed":null,"speaker":"bob","said":"2026-10-05","occasion":"in the lobby","topics":["cast"],"variants":[]}', 'c2a22628ef4c777a36a04bddc249c752af7221aa671c19c94ff7dcc7cf5d81c8', '2026-10-05=', 'bob', 1769787939, NULL),
(20, 1456074443980800015, 'source.own-6', 'source', '{"id":"source.own-6","origin":"guild","disputed":null,"publisher":null,"title":"(withdrawn)","published":null,"dating":null,"document":null,"url":null,"based_on":[]}', 'ed5c49829d5444f60bcfa99d1eb6042103906cd7066717b8e3bf7acb5ed0008a', NULL, NULL, 1870909905, 1791208816),
(21, 1456074443980800015, 'quote.own-6', 'quote', '{"words":"(withdrawn)","continued":[],"sources":[],"note":null,"id":"quote.own-6","origin":"guild","disputed":null,"speaker":"withdrawn","said":"2026-10-05","occasion":"(withdrawn)","topics":["cast"],"variants":[]}', '7a4207cf13ad8f8f68f300bab336bf597e7ea1608ee4fbf782f8c7996a989ff6', '2026-10-05=', 'withdrawn', 637041406, 1791208816),
(22, 1456074443980800015, 'source.own-7', 'source', '{"id":"source.own-7","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"The theatre lantern is made of silk.","published":"2025-12-30","dating":"As the member gave it who added this.","document":null,"url":null,"based_on":[]}', '201c2eba5bfe56f722424197b346d2c8b92b6533cf7b5999288b75b67467d71c', NULL, NULL, 1409304986, 1791208800),
(23, 1456074443980800015, 'fact.own-7', 'fact', '{"id":"fact.own-7","origin":"guild","disputed":null,"sources":["source.own-7"],"text":"The theatre lantern is made of silk.","topics":["cast"],"people":[],"role":null,"certainty":"single source"}', '487e1407e930625b496c72db6f3c4931fafb5cf25273251ea45473c9110db8f3', NULL, NULL, 476934137, 1791208800),
(24, 1456074443980800015, 'source.own-8', 'source', '{"id":"source.own-8","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"Every lamp has a number under its foot.","published":"2025-12-30","dating":"As the member gave it who added this.","document":null,"url":null,"based_on":[]}', '9538227311a11c46a98788db257cc9a575461bf23d75a4829456aec0a0b3b096', NULL, NULL, 476038994, NULL),
(25, 1456074443980800015, 'fact.own-8', 'fact', '{"id":"fact.own-8","origin":"guild","disputed":null,"sources":["source.own-8"],"text":"Every lamp has a number and a name under its foot.","topics":["cast"],"people":[],"role":null,"certainty":"single source"}', '71f86dc771d8a64d5e6b72349f8c655277d32b43dd1356ee2d58c3d1b4250826', NULL, NULL, 1412620593, NULL),
(26, 1456074443980800065, 'source.own-1', 'source', '{"id":"source.own-1","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"Cameras roll on season three","published":"2025-12-30","dating":"As the member gave it who added this.","document":null,"url":"https://lantern.example/shooting","based_on":[]}', 'dacd8defb732a9ee3ba262132506b96c72b424d433e4fd3e88704af200cd080f', NULL, NULL, 548510464, NULL),
(27, 1456074443980800065, 'source.own-2', 'source', '{"id":"source.own-2","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"The harbour lantern is made of rice paper.","published":"2025-12-30","dating":"As the member gave it who added this.","document":null,"url":"https://lantern.example/shooting","based_on":[]}', 'b848e33e89f01452daafbcaa406fcda369934305a1819a05c32b69533acfd434', NULL, NULL, 1815426013, NULL),
(28, 1456074443980800065, 'source.own-3', 'source', '{"id":"source.own-3","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"What is the harbour lantern made of?","published":"2025","dating":"As the member gave it who added this.","document":null,"url":null,"based_on":[]}', '63b0ddc901fe307a35823c3301c6b5822937e7e48017d7ed4836a17802c42c6e', NULL, NULL, 1471589270, NULL),
(29, 1456074443980800065, 'source.own-4', 'source', '{"id":"source.own-4","origin":"guild","disputed":null,"publisher":"Fans","title":"Words of bob","published":"2026-10-05","dating":"As the member gave it who added this.","document":null,"url":"https://discord.com/channels/1456074443980800015/1456074443980800020/1556667275673600014","based_on":[]}', '36d8722c2db73507bdec569f4c77d46e2cbd120b775a767907f34f399f6eba78', NULL, NULL, 411361607, NULL),
(30, 1456074443980800065, 'source.own-5', 'source', '{"id":"source.own-5","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"Every lamp has a number under its foot.","published":"2025-12-30","dating":"As the member gave it who added this.","document":null,"url":null,"based_on":[]}', '0e6ce3e07d831d522c36a026b1567d36fed4bb32ced9c71b0a8d5289cf8c7686', NULL, NULL, 587692300, NULL),
(31, 1456074443980800065, 'event.own-1', 'event', '{"id":"event.own-1","origin":"guild","disputed":null,"sources":["source.own-1"],"date":"2025-12-30","title":"Cameras roll on season three","text":"The crew met at the old harbour.","category":"news","topics":["season-two"],"people":[],"quotes":[],"certainty":"single source"}', '63e735c15e7bb2c268afbf6bf577262e85881bc3059f5bf12e531983af4dc67f', '2025-12-30=', NULL, 1287138825, NULL),
(32, 1456074443980800065, 'fact.own-2', 'fact', '{"id":"fact.own-2","origin":"guild","disputed":null,"sources":["source.own-2"],"text":"The harbour lantern is made of rice paper.","topics":["cast"],"people":[],"role":null,"certainty":"single source"}', '4bec3d56919d18eb1b16722df3f06cc45d32e90bc4d77081901ad2330db10aaa', NULL, NULL, 609752510, NULL),
(33, 1456074443980800065, 'fact.own-5', 'fact', '{"id":"fact.own-5","origin":"guild","disputed":null,"sources":["source.own-5"],"text":"Every lamp has a number and a name under its foot.","topics":["cast"],"people":[],"role":null,"certainty":"single source"}', '6daa1b7d99b743e261cd1838ad307031f7c6cb6e923181acb3dc9dd3f807b53c', NULL, NULL, 1802133359, NULL),
(34, 1456074443980800065, 'quote.own-4', 'quote', '{"words":"I would fold it all again.","continued":[],"sources":["source.own-4"],"note":null,"id":"quote.own-4","origin":"guild","disputed":null,"speaker":"bob","said":"2026-10-05","occasion":"in the lobby","topics":["cast"],"variants":[]}', 'b3b38dda1936f20d01c65dd3699ff23c965168ef1b1228afc3f3218cc2aa356f', '2026-10-05=', 'bob', 1392462440, NULL),
(35, 1456074443980800065, 'status.own-1', 'status', '{"id":"status.own-1","origin":"guild","disputed":null,"sources":["source.own-1"],"as_of":"2025-12-30","stage":"filming","headline":"Cameras roll on season three","text":"The crew met at the old harbour.","certainty":"confirmed","promises":[],"events":["event.own-1"],"quotes":[]}', 'b5fdcbe0553d868c6c4b3ae3e776c660d879b1f4d4b6ff2c35a948f9bee0999d', '2025-12-30=', NULL, 395894375, NULL),
(36, 1456074443980800065, 'question.own-3', 'question', '{"id":"question.own-3","origin":"guild","disputed":null,"sources":["source.own-3"],"style":"typed","text":"What is the harbour lantern made of?","answers":["Rice paper","Washi"],"distractors":[],"difficulty":"hard","topic":"cast","explanation":"The prop maker said so.","about":[]}', '6be8904b20b61de0b1e3b12bc68970a0a1f9e55562aefe0e4d9d290dd720bdd2', NULL, NULL, 55004811, NULL),
(37, 1456074443980800065, 'source.own-6', 'source', '{"id":"source.own-6","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"Cameras roll on season three","published":"2026-09-30","dating":"As the member gave it who added this.","document":null,"url":"https://lantern.example/shooting","based_on":[]}', 'a1a71401aabfa593f16ed6488e367bfa761da6aec2bcef44c44de4c14adb1284', NULL, NULL, 1870909905, NULL),
(38, 1456074443980800065, 'event.own-6', 'event', '{"id":"event.own-6","origin":"guild","disputed":null,"sources":["source.own-6"],"date":"2026-09-30","title":"Cameras roll on season three","text":"The crew met at the old harbour for the first day of shooting.","category":"news","topics":["season-two"],"people":[],"quotes":[],"certainty":"single source"}', '71612f36b11a2b689d83a4da7eaa3cee7734c86851614fe352b29861d40f25c5', '2026-09-30=', NULL, 59401432, NULL),
(39, 1456074443980800065, 'status.own-6', 'status', '{"id":"status.own-6","origin":"guild","disputed":null,"sources":["source.own-6"],"as_of":"2026-09-30","stage":"filming","headline":"Cameras roll on season three","text":"The crew met at the old harbour for the first day of shooting.","certainty":"confirmed","promises":[],"events":["event.own-6"],"quotes":[]}', 'c3f64d061695ef6e99919112c4b114681a581dad4d6d820560fbb72292945fc0', '2026-09-30=', NULL, 1487574198, NULL),
(40, 1456074443980800094, 'source.own-1', 'source', '{"id":"source.own-1","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"Cameras roll by night","published":"2026-10-01","dating":"As the member gave it who added this.","document":null,"url":"https://lantern.example/shooting","based_on":[]}', '1de0b3dc135064daf58dcf06197e3fd9fffa0aee94c354ece8aed107a51cab57', NULL, NULL, 548510464, NULL),
(41, 1456074443980800094, 'event.own-1', 'event', '{"id":"event.own-1","origin":"guild","disputed":null,"sources":["source.own-1"],"date":"2026-10-01","title":"Cameras roll by night","text":"The crew met at the old harbour for the first day of shooting.","category":"news","topics":["season-two"],"people":[],"quotes":[],"certainty":"single source"}', 'a25c4045d17a3ab367dada73afdcbf0f4460ca2a14f1b6034a44f7e45ae5ee2d', '2026-10-01=', NULL, 1287138825, NULL),
(42, 1456074443980800094, 'status.own-1', 'status', '{"id":"status.own-1","origin":"guild","disputed":null,"sources":["source.own-1"],"as_of":"2026-10-01","stage":"filming","headline":"Cameras roll by night","text":"The crew met at the old harbour for the first day of shooting.","certainty":"confirmed","promises":[],"events":["event.own-1"],"quotes":[]}', 'b053dca9c899047ca7effdf7d611748bd9183ea23be70adb648f0436f3a3616b', '2026-10-01=', NULL, 395894375, NULL),
(43, 1456074443980800080, 'source.own-1', 'source', '{"id":"source.own-1","origin":"guild","disputed":null,"publisher":"The Lamp Post","title":"Cameras roll unannounced","published":"2026-10-01","dating":"As the member gave it who added this.","document":null,"url":"https://lantern.example/shooting","based_on":[]}', '315d85d685ddd5bee5e25e342a13bead1e2a33c56377ba4c2881c39bfc28e300', NULL, NULL, 548510464, NULL),
(44, 1456074443980800080, 'event.own-1', 'event', '{"id":"event.own-1","origin":"guild","disputed":null,"sources":["source.own-1"],"date":"2026-10-01","title":"Cameras roll unannounced","text":"The crew met at the old harbour for the first day of shooting.","category":"news","topics":["season-two"],"people":[],"quotes":[],"certainty":"single source"}', 'dde2b6a862d8f022448032e88d70db5fe9f8328fdea5f3cca0e0b7e3f4f9da41', '2026-10-01=', NULL, 1287138825, NULL),
(45, 1456074443980800080, 'status.own-1', 'status', '{"id":"status.own-1","origin":"guild","disputed":null,"sources":["source.own-1"],"as_of":"2026-10-01","stage":"filming","headline":"Cameras roll unannounced","text":"The crew met at the old harbour for the first day of shooting.","certainty":"confirmed","promises":[],"events":["event.own-1"],"quotes":[]}', '2f825cd9168e2a6e8c6a50c79cc4bae8ea842f693c93833ae9deae2e63607871', '2026-10-01=', NULL, 395894375, NULL);
CREATE TABLE "entry_topic" (
    topic TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES "entry" (number) ON DELETE CASCADE,
    PRIMARY KEY (topic, number)
);
INSERT INTO entry_topic VALUES
('cast', 3),
('season-two', 4),
('cast', 5),
('season-two', 6),
('cast', 7),
('season-two', 12),
('cast', 15),
('cast', 19),
('cast', 23),
('cast', 25),
('cast', 21),
('season-two', 31),
('cast', 32),
('cast', 33),
('cast', 34),
('season-two', 38),
('season-two', 41),
('season-two', 44);
CREATE TABLE "shown" (
    audience_id INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES "entry" (number) ON DELETE CASCADE,
    pass INTEGER NOT NULL,
    PRIMARY KEY (audience_id, number)
);
INSERT INTO shown VALUES
(1456074565699502080, 7, 1),
(1456074565699502080, 5, 1),
(1456074443980800015, 7, 1),
(1456074443980800015, 19, 1),
(1456074443980800015, 25, 1);
CREATE TABLE own_person (
    guild_id INTEGER NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    member_id INTEGER,
    PRIMARY KEY (guild_id, slug)
);
INSERT INTO own_person VALUES
(1456074443980800015, 'bob', 'bob', 1456074443980800019),
(1456074443980800065, 'bob', 'bob', NULL);
CREATE TABLE proposal (
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('asking', 'waiting', 'approved', 'declined', 'withdrawn')),
    author_id INTEGER NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    asked_id INTEGER,
    decided_by INTEGER,
    decided_at INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (guild_id, number)
);
INSERT INTO proposal VALUES
(1456074443980800015, 1, 'quote', 'withdrawn', 1456074443980800018, '', '{"link":"https://discord.com/channels/1456074443980800015/1456074443980800020/1456074620393226240","publisher":"Fans","date":"2026-01-01","known_source":null,"kind":"quote","words":"Nobody asked me in January.","speaker":"carol","speaker_name":"carol","member_id":1456074443980800026,"occasion":"in the lobby","topic":"cast"}', 1767225642, 1456074443980800026, 0, 1772384340, 'nobody answered'),
(1456074443980800015, 2, 'news', 'approved', 1456074443980800018, '', '{"link":"https://lantern.example/shooting","publisher":"The Lamp Post","date":"2025-12-30","known_source":null,"kind":"news","headline":"Cameras roll on season three","text":"The crew met at the old harbour.","topic":"season-two","stage":"filming","certainty":"confirmed"}', 1791208800, NULL, 1456074443980800025, 1791208800, ''),
(1456074443980800015, 3, 'fact', 'approved', 1456074443980800019, '', '{"link":"https://lantern.example/shooting","publisher":"The Lamp Post","date":"2025-12-30","known_source":null,"kind":"fact","text":"The harbour lantern is made of rice paper.","topic":"cast"}', 1791208800, NULL, 1456074443980800025, 1791208800, ''),
(1456074443980800015, 4, 'question', 'approved', 1456074443980800018, '', '{"link":null,"publisher":"The Lamp Post","date":"2025","known_source":null,"kind":"question","text":"What is the harbour lantern made of?","answers":["Rice paper","Washi"],"distractors":[],"difficulty":"hard","topic":"cast","explanation":"The prop maker said so."}', 1791208800, NULL, 1456074443980800025, 1791208800, ''),
(1456074443980800015, 5, 'quote', 'approved', 1456074443980800018, '', '{"link":"https://discord.com/channels/1456074443980800015/1456074443980800020/1556667275673600014","publisher":"Fans","date":"2026-10-05","known_source":null,"kind":"quote","words":"I would fold it all again.","speaker":"bob","speaker_name":"bob","member_id":1456074443980800019,"occasion":"in the lobby","topic":"cast"}', 1791208800, 1456074443980800019, 1456074443980800025, 1791208800, ''),
(1456074443980800015, 6, 'quote', 'approved', 1456074443980800019, '', '{}', 1791208800, NULL, 1456074443980800025, 1791208800, ''),
(1456074443980800015, 7, 'fact', 'approved', 1456074443980800026, '', '{"link":null,"publisher":"The Lamp Post","date":"2025-12-30","known_source":null,"kind":"fact","text":"The theatre lantern is made of silk.","topic":"cast"}', 1791208800, NULL, 1456074443980800025, 1791208800, ''),
(1456074443980800015, 8, 'fact', 'approved', 1456074443980800026, '', '{"link":null,"publisher":"The Lamp Post","date":"2025-12-30","known_source":null,"kind":"fact","text":"Every lamp has a number under its foot.","topic":"cast"}', 1791208800, NULL, 1456074443980800025, 1791208800, ''),
(1456074443980800015, 9, 'fact', 'declined', 1456074443980800019, '', '{"link":null,"publisher":"The Lamp Post","date":"2025-12-30","known_source":null,"kind":"fact","text":"The lamps are plastic.","topic":"cast"}', 1791208800, NULL, 1456074443980800025, 1791208800, 'The page says paper.'),
(1456074443980800015, 10, 'quote', 'withdrawn', 1456074443980800018, '', '{"link":"https://discord.com/channels/1456074443980800015/1456074443980800020/1556667275673600064","publisher":"Fans","date":"2026-10-05","known_source":null,"kind":"quote","words":"Do not keep this one.","speaker":"bob","speaker_name":null,"member_id":1456074443980800019,"occasion":"in the lobby","topic":"cast"}', 1791208800, 1456074443980800019, 1456074443980800019, 1791208800, ''),
(1456074443980800015, 11, 'fact', 'withdrawn', 1456074443980800018, '', '{"link":null,"publisher":"The Lamp Post","date":"2025-12-30","known_source":null,"kind":"fact","text":"Ink runs.","topic":"cast"}', 1791208800, NULL, 1456074443980800018, 1791208800, ''),
(1456074443980800065, 6, 'news', 'approved', 1456074443980800019, '', '{"link":"https://lantern.example/shooting","publisher":"The Lamp Post","date":"2026-09-30","known_source":null,"kind":"news","headline":"Cameras roll on season three","text":"The crew met at the old harbour for the first day of shooting.","topic":"season-two","stage":"filming","certainty":"confirmed"}', 1791208816, NULL, 1456074443980800070, 1791208816, ''),
(1456074443980800015, 12, 'report', 'approved', 1456074443980800018, 'list.lamps.Who folds the lamps?', '{"what":"my answer should count","said":"They say so in episode two.","given":"Wera of the lamps","game_id":1556667343956869150,"turn":1}', 1791208832, NULL, 1456074443980800025, 1791208832, '“Wera of the lamps” counts as right from now on'),
(1456074443980800015, 13, 'report', 'approved', 1456074443980800026, 'list.lamps.Where does the series play?', '{"what":"outdated","said":"That changed in season two.","given":"Red","game_id":1556667412240138249,"turn":1}', 1791208848, NULL, 1456074443980800025, 1791208848, 'its explanation was mended'),
(1456074443980800015, 14, 'report', 'approved', 1456074443980800026, 'list.lamps.How many episodes has the first season?', '{"what":"ambiguous","said":"","given":"Wera of the lamps","game_id":1556667480523407368,"turn":1}', 1791208865, NULL, 1456074443980800025, 1791208865, 'it is not asked here any more'),
(1456074443980800015, 15, 'report', 'declined', 1456074443980800019, 'year.first-light', '{"what":"wrong","said":"I do not think so.","given":"B: 2019","game_id":1556667548806676487,"turn":1}', 1791208881, NULL, 1456074443980800025, 1791208881, 'It is right as it stands.'),
(1456074443980800015, 16, 'report', 'waiting', 1456074443980800018, 'year.first-light', '{"what":"wrong","said":"Vera is spelt with a V.","given":"C: 2023","game_id":1556667548806676487,"turn":1}', 1791208881, NULL, NULL, NULL, ''),
(1456074443980800094, 1, 'news', 'approved', 1456074443980800018, '', '{"link":"https://lantern.example/shooting","publisher":"The Lamp Post","date":"2026-10-01","known_source":null,"kind":"news","headline":"Cameras roll by night","text":"The crew met at the old harbour for the first day of shooting.","topic":"season-two","stage":"filming","certainty":"confirmed"}', 1791216000, NULL, 1456074443980800099, 1791216000, ''),
(1456074443980800015, 17, 'news', 'waiting', 1456074443980800019, '', '{"link":"https://lantern.example/cut","publisher":"The Lamp Post","date":"2025-12-30","known_source":null,"kind":"news","headline":"The trailer is cut","text":"The crew met at the old harbour.","topic":"season-two","stage":"post-production","certainty":"reported"}', 1791232080, NULL, NULL, NULL, ''),
(1456074443980800015, 18, 'fact', 'waiting', 1456074443980800018, '', '{"link":null,"publisher":"The Lamp Post","date":"2025-12-30","known_source":null,"kind":"fact","text":"The harbour set burned down in 2024.","topic":"cast"}', 1791232080, NULL, NULL, NULL, ''),
(1456074443980800015, 19, 'quote', 'asking', 1456074443980800018, '', '{"link":"https://discord.com/channels/1456074443980800015/1456074443980800020/1556764919070720008","publisher":"Fans","date":"2026-10-05","known_source":null,"kind":"quote","words":"The harbour was warm that night.","speaker":"carol","speaker_name":"carol","member_id":1456074443980800026,"occasion":"in the lobby","topic":"cast"}', 1791232080, 1456074443980800026, NULL, NULL, ''),
(1456074443980800015, 20, 'quote', 'asking', 1456074443980800019, '', '{"link":"https://discord.com/channels/1456074443980800015/1456074443980800020/1556764919070720014","publisher":"Fans","date":"2026-10-05","known_source":null,"kind":"quote","words":"I only carry the candles.","speaker":"erin","speaker_name":"erin","member_id":1456074443980800028,"occasion":"in the lobby","topic":"cast"}', 1791232080, 1456074443980800028, NULL, NULL, ''),
(1456074443980800080, 1, 'news', 'approved', 1456074443980800018, '', '{"link":"https://lantern.example/shooting","publisher":"The Lamp Post","date":"2026-10-01","known_source":null,"kind":"news","headline":"Cameras roll unannounced","text":"The crew met at the old harbour for the first day of shooting.","topic":"season-two","stage":"filming","certainty":"confirmed"}', 1791232080, NULL, 1456074443980800085, 1791232080, '');
CREATE TABLE own_number (
    guild_id INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
);
INSERT INTO own_number VALUES
(1456074443980800015, 20),
(1456074443980800065, 6),
(1456074443980800080, 1),
(1456074443980800094, 1);
CREATE TABLE deed (
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    what TEXT NOT NULL,
    by_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    before TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (guild_id, number)
);
INSERT INTO deed VALUES
(1456074443980800015, 1, 'source.own-2', 'added', 1456074443980800025, 1791208800, 'proposal 2', ''),
(1456074443980800015, 2, 'event.own-2', 'added', 1456074443980800025, 1791208800, 'proposal 2', ''),
(1456074443980800015, 3, 'status.own-2', 'added', 1456074443980800025, 1791208800, 'proposal 2', ''),
(1456074443980800015, 4, 'source.own-3', 'added', 1456074443980800025, 1791208800, 'proposal 3', ''),
(1456074443980800015, 5, 'fact.own-3', 'added', 1456074443980800025, 1791208800, 'proposal 3', ''),
(1456074443980800015, 6, 'source.own-4', 'added', 1456074443980800025, 1791208800, 'proposal 4', ''),
(1456074443980800015, 7, 'question.own-4', 'added', 1456074443980800025, 1791208800, 'proposal 4', ''),
(1456074443980800015, 8, 'source.own-5', 'added', 1456074443980800025, 1791208800, 'proposal 5', ''),
(1456074443980800015, 9, 'quote.own-5', 'added', 1456074443980800025, 1791208800, 'proposal 5', ''),
(1456074443980800015, 10, 'source.own-6', 'added', 1456074443980800025, 1791208800, 'proposal 6', ''),
(1456074443980800015, 11, 'quote.own-6', 'added', 1456074443980800025, 1791208800, 'proposal 6', ''),
(1456074443980800015, 12, 'source.own-7', 'added', 1456074443980800025, 1791208800, 'proposal 7', ''),
(1456074443980800015, 13, 'fact.own-7', 'added', 1456074443980800025, 1791208800, 'proposal 7', ''),
(1456074443980800015, 14, 'source.own-8', 'added', 1456074443980800025, 1791208800, 'proposal 8', ''),
(1456074443980800015, 15, 'fact.own-8', 'added', 1456074443980800025, 1791208800, 'proposal 8', ''),
(1456074443980800015, 16, 'source.own-7', 'retracted', 1456074443980800025, 1791208800, 'It is nylon.', ''),
(1456074443980800015, 17, 'fact.own-7', 'retracted', 1456074443980800025, 1791208800, 'It is nylon.', ''),
(1456074443980800015, 18, 'source.own-8', 'retracted', 1456074443980800025, 1791208800, 'A mistake.', ''),
(1456074443980800015, 19, 'fact.own-8', 'retracted', 1456074443980800025, 1791208800, 'A mistake.', ''),
(1456074443980800015, 20, 'source.own-8', 'restored', 1456074443980800025, 1791208800, '', ''),
(1456074443980800015, 21, 'fact.own-8', 'restored', 1456074443980800025, 1791208800, '', ''),
(1456074443980800015, 22, 'fact.own-8', 'edited', 1456074443980800025, 1791208800, '', '{"id":"fact.own-8","origin":"guild","disputed":null,"sources":["source.own-8"],"text":"Every lamp has a number under its foot.","topics":["cast"],"people":[],"role":null,"certainty":"single source"}'),
(1456074443980800015, 23, 'source.own-6', 'withdrawn', 0, 1791208816, '', ''),
(1456074443980800015, 24, 'quote.own-6', 'withdrawn', 0, 1791208816, '', ''),
(1456074443980800065, 1, 'source.own-1', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 2, 'source.own-2', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 3, 'source.own-3', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 4, 'source.own-4', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 5, 'source.own-5', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 6, 'event.own-1', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 7, 'fact.own-2', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 8, 'fact.own-5', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 9, 'quote.own-4', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 10, 'status.own-1', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 11, 'question.own-3', 'imported', 1456074443980800070, 1791208816, 'from canon.toml', ''),
(1456074443980800065, 12, 'source.own-6', 'added', 1456074443980800070, 1791208816, 'proposal 6', ''),
(1456074443980800065, 13, 'event.own-6', 'added', 1456074443980800070, 1791208816, 'proposal 6', ''),
(1456074443980800065, 14, 'status.own-6', 'added', 1456074443980800070, 1791208816, 'proposal 6', ''),
(1456074443980800094, 1, 'source.own-1', 'added', 1456074443980800099, 1791216000, 'proposal 1', ''),
(1456074443980800094, 2, 'event.own-1', 'added', 1456074443980800099, 1791216000, 'proposal 1', ''),
(1456074443980800094, 3, 'status.own-1', 'added', 1456074443980800099, 1791216000, 'proposal 1', ''),
(1456074443980800080, 1, 'source.own-1', 'added', 1456074443980800085, 1791232080, 'proposal 1', ''),
(1456074443980800080, 2, 'event.own-1', 'added', 1456074443980800085, 1791232080, 'proposal 1', ''),
(1456074443980800080, 3, 'status.own-1', 'added', 1456074443980800085, 1791232080, 'proposal 1', '');
CREATE TABLE question_mend (
    guild_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    accepted TEXT NOT NULL DEFAULT '[]',
    explanation TEXT,
    is_retired INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, question)
);
INSERT INTO question_mend VALUES
(1456074443980800015, 'list.lamps.Who folds the lamps?', '["Wera of the lamps"]', NULL, 0),
(1456074443980800015, 'list.lamps.Where does the series play?', '[]', 'It was so until 2024.', 0),
(1456074443980800015, 'list.lamps.How many episodes has the first season?', '[]', NULL, 1);
CREATE TABLE announcement (
    guild_id INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'claimed', 'sent', 'failed')),
    reason TEXT NOT NULL DEFAULT '',
    due_at INTEGER NOT NULL,
    claimed_at INTEGER,
    message_id INTEGER,
    PRIMARY KEY (guild_id, entry_id)
);
INSERT INTO announcement VALUES
(1456074443980800015, 'status.own-2', 1456074443980800029, 'sent', '', 1791208800, 1791208800, 1556667275673600042),
(1456074443980800065, 'status.own-6', 1556667343956869132, 'failed', 'channel gone', 1791208816, NULL, NULL),
(1456074443980800094, 'status.own-1', 1456074443980800098, 'claimed', '', 1791216000, 1791220500, NULL),
(1456074443980800080, 'status.own-1', 1456074443980800084, 'due', '', 1791232080, NULL, NULL);
CREATE TABLE server_settings (
    guild_id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
);
INSERT INTO server_settings VALUES
(1456074443980800015, '{"language":"en-US","news_channel_id":1456074443980800029,"reviewer_role_id":1456074443980800022,"trivia_channel_ids":[],"trivia_max_rounds":20,"trivia_max_games":10,"entries_a_day":20,"entries_waiting":50,"shows_links":false}'),
(1456074443980800065, '{"language":"en-GB","news_channel_id":1556667343956869132,"reviewer_role_id":null,"trivia_channel_ids":[],"trivia_max_rounds":30,"trivia_max_games":30,"entries_a_day":10,"entries_waiting":100,"shows_links":true}'),
(1456074443980800080, '{"language":"de","news_channel_id":1456074443980800084,"reviewer_role_id":null,"trivia_channel_ids":[1456074443980800084],"trivia_max_rounds":30,"trivia_max_games":30,"entries_a_day":10,"entries_waiting":100,"shows_links":true}'),
(1456074443980800094, '{"language":"en-GB","news_channel_id":1456074443980800098,"reviewer_role_id":null,"trivia_channel_ids":[],"trivia_max_rounds":30,"trivia_max_games":30,"entries_a_day":10,"entries_waiting":100,"shows_links":true}'),
(1456074443980800100, '{"language":"fr","news_channel_id":null,"reviewer_role_id":null,"trivia_channel_ids":[],"trivia_max_rounds":30,"trivia_max_games":30,"entries_a_day":10,"entries_waiting":100,"shows_links":true}');
CREATE TABLE trivia_past (
    audience_id INTEGER PRIMARY KEY,
    answered INTEGER NOT NULL,
    is_right INTEGER NOT NULL,
    points INTEGER NOT NULL
);
INSERT INTO trivia_past VALUES
(1456074443980800015, 1, 1, 188);
CREATE TABLE server (
    guild_id INTEGER PRIMARY KEY,
    left_at INTEGER
);
INSERT INTO server VALUES
(1456074443980800015, NULL),
(1456074443980800065, NULL),
(1456074443980800080, NULL),
(1456074443980800094, NULL),
(1456074443980800100, 1791136800);
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
INSERT INTO draft VALUES
(1556764919070720021, 1456074443980800015, 1456074443980800018, 'fact', '{"source": "", "text": "A lamp takes four days to dry.", "topic": "cast", "date": "2025-12-30", "publisher": "The Lamp Post", "link": ""}', NULL, 0, 1791232080),
(1556764919070720024, 1456074443980800015, 1456074443980800019, 'quote', '{"speaker": "Ida Holmes", "topic": "cast", "source": "", "words": "I would fold it all again.", "occasion": "on the red carpet", "date": "spring 2025", "publisher": "The Lamp Post", "link": "lantern.example"}', NULL, 0, 1791232080),
(1556764919070720027, 1456074443980800015, 1456074443980800026, 'message', '{"words": "I only carry the candles.", "original": "I only carry the candles.", "date": "2026-10-05", "link": "https://discord.com/channels/1456074443980800015/1456074443980800020/1556764919070720014", "publisher": "Fans", "member_id": "1456074443980800028", "slug": "erin", "speaker": "erin", "occasion": "in the lobby", "topic": "cast"}', 1456074443980800028, 0, 1791232080),
(1556764919070720030, 1456074443980800015, 1456074443980800028, 'question', '{"difficulty": "medium", "source": ""}', NULL, 0, 1791232080),
(1556764919070720041, 1456074443980800015, 1456074443980800025, 'fact', '{"link": "", "publisher": "The Lamp Post", "date": "2025", "source": "", "topic": "cast", "text": "The harbour set burned in 2023."}', NULL, 18, 1791232080);
CREATE VIRTUAL TABLE entry_text USING fts5 (
    text, tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO entry_text (rowid, text) VALUES
(5, 'ida holm plays the lamp maker vera ida holm cast'),
(6, 'to the lamp post there is so much more to tell there is much more to tell so much more ida holm season two'),
(7, 'in a letter to the fans it was never dark on that set per lund cast'),
(15, 'the harbour lantern is made of rice paper cast'),
(19, 'in the lobby i would fold it all again bob cast'),
(21, 'withdrawn withdrawn cast'),
(23, 'the theatre lantern is made of silk cast'),
(25, 'every lamp has a number and a name under its foot cast'),
(32, 'the harbour lantern is made of rice paper cast'),
(33, 'every lamp has a number and a name under its foot cast'),
(34, 'in the lobby i would fold it all again bob cast');
CREATE INDEX trivia_round_by_audience ON trivia_round (audience_id);
CREATE INDEX trivia_answer_by_time ON trivia_answer (audience_id, settled_at);
CREATE INDEX schedule_by_wake ON schedule (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX entry_by_date ON entry (owner, kind, date_key, id) WHERE retired_at IS NULL;
CREATE INDEX entry_by_position ON entry (owner, kind, position) WHERE retired_at IS NULL;
CREATE INDEX entry_by_speaker ON entry (owner, kind, speaker, position) WHERE retired_at IS NULL;
CREATE INDEX entry_topic_by_number ON entry_topic (number);
CREATE INDEX shown_by_pass ON shown (audience_id, pass);
CREATE INDEX shown_by_entry ON shown (number);
CREATE INDEX own_person_by_member ON own_person (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX proposal_by_state ON proposal (guild_id, state, number);
CREATE INDEX proposal_by_author ON proposal (author_id, guild_id, made_at);
CREATE INDEX proposal_by_asked ON proposal (asked_id) WHERE asked_id IS NOT NULL;
CREATE INDEX deed_by_entry ON deed (guild_id, entry_id, number);
CREATE INDEX announcement_by_state ON announcement (state) WHERE state IN ('due', 'claimed');
CREATE INDEX server_by_leaving ON server (left_at) WHERE left_at IS NOT NULL;
CREATE INDEX trivia_answer_by_member ON trivia_answer (member_id, audience_id, settled_at);
CREATE INDEX trivia_daily_answer_by_member ON trivia_daily_answer (member_id, audience_id, day);
CREATE INDEX proposal_by_reviewer ON proposal (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX deed_by_doer ON deed (by_id);
CREATE INDEX schedule_by_admin ON schedule (set_up_by);
CREATE INDEX draft_by_author ON draft (author_id, guild_id, made_at);
CREATE INDEX draft_by_server ON draft (guild_id);
CREATE INDEX draft_by_quoted ON draft (quoted_id) WHERE quoted_id IS NOT NULL;
COMMIT;
