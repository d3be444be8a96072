-- For a while, the withdrawal of a quote stored when a proposal was decided as text.
UPDATE proposal SET decided_at = CAST(strftime('%s', decided_at) AS INTEGER)
    WHERE typeof(decided_at) = 'text';
