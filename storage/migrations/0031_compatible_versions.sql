-- Compatible from: 30
-- The oldest format whose bots can run on a database that has had a migration: one that adds only what they need not
-- know leaves them running, and lets them start again, while a newer bot is brought in. NULL: no older one can.
ALTER TABLE migration ADD COLUMN compatible_from INTEGER;
