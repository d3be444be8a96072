-- Whose words a proposal holds, so that a member can be found and erased without reading its text.
ALTER TABLE proposal ADD COLUMN quoted_slug TEXT;
ALTER TABLE proposal ADD COLUMN quoted_member_id INTEGER;
UPDATE proposal SET
    quoted_slug = json_extract(body, '$.speaker'),
    quoted_member_id = json_extract(body, '$.member_id')
    WHERE kind = 'quote' AND json_valid(body);
CREATE INDEX proposal_by_quoted ON proposal (quoted_member_id) WHERE quoted_member_id IS NOT NULL;
