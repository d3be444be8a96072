"""Lists of trivia questions in files: the formats that other trivia bots and opentdb.com use."""
