-- Compatible from: 31
-- Reviewers are told of everything that waits in one notice. feed_note is read no more; it stays
-- until versions that read it are no longer run beside newer ones.
INSERT INTO review_notice (guild_id, told_at, last_number)
SELECT guild_id, noted_at, number FROM feed_note WHERE number > 0
ON CONFLICT (guild_id) DO UPDATE SET
    told_at = CASE WHEN excluded.told_at > review_notice.told_at
        THEN excluded.told_at ELSE review_notice.told_at END,
    last_number = CASE WHEN excluded.last_number > review_notice.last_number
        THEN excluded.last_number ELSE review_notice.last_number END;
