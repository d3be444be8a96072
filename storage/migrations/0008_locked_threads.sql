-- It is the lock that keeps a bot from writing to a thread, archived or not.
UPDATE schedule SET pause = 'thread locked' WHERE pause = 'thread archived';
