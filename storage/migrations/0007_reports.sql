-- Reports wait in the same queue as everything else that reviewers decide. What was reported before
-- rounds were noted down knows its question, but not when it was asked.
INSERT INTO own_number (guild_id, last)
    SELECT audience_id, count(*) FROM trivia_report WHERE true GROUP BY audience_id
    ON CONFLICT (guild_id) DO UPDATE SET last = own_number.last + excluded.last;
INSERT INTO proposal (guild_id, number, kind, state, author_id, subject, body, made_at)
    SELECT
        report.audience_id,
        own_number.last + 1
            - row_number() OVER (
                PARTITION BY report.audience_id
                ORDER BY report.reported_at DESC, report.question DESC, report.member_id DESC
            ),
        'report',
        'waiting',
        report.member_id,
        report.question,
        json_object('what', 'wrong', 'said', report.said),
        report.reported_at
    FROM trivia_report report JOIN own_number ON own_number.guild_id = report.audience_id;
DROP TABLE trivia_report;
