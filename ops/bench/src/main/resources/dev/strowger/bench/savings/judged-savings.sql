-- What each way of asking costs and how good its answers are, against asking the top model always
WITH
    answers AS
    (
        SELECT
            r.requested_model AS way,
            arrayJoin(['together', j.source]) AS source,
            r.model AS model,
            d.complexity AS complexity,
            r.currency AS currency,
            r.cost_micros AS cost_micros,
            r.input_tokens AS input_tokens,
            r.output_tokens AS output_tokens,
            j.quality AS quality
        FROM requests AS r
        INNER JOIN decisions AS d ON d.tenant = r.tenant AND d.request_id = r.request_id
        INNER JOIN (SELECT * FROM judged_answers FINAL) AS j
            ON j.prompt = d.tags['labelled_prompt'] AND j.model = r.model
        WHERE r.outcome = 'ANSWERED'
    ),
    by_way AS
    (
        SELECT
            way,
            source,
            count() AS calls,
            countIf(complexity IS NULL) AS unjudged,
            sumMap(map(toString(model), 1)) AS calls_by_model,
            sum(cost_micros) AS total_micros,
            round(avg(input_tokens), 1) AS mean_input_tokens,
            round(avg(output_tokens), 1) AS mean_output_tokens,
            avg(quality) AS mean_quality
        FROM answers
        GROUP BY way, source
    )
SELECT
    a.way AS way,
    a.source AS source,
    a.calls AS calls,
    a.unjudged AS unjudged,
    a.calls_by_model AS calls_by_model,
    a.mean_input_tokens AS mean_input_tokens,
    a.mean_output_tokens AS mean_output_tokens,
    round(a.total_micros / 1e6, 6) AS cost,
    round(100 * (1 - a.total_micros / t.total_micros), 2) AS saved_percent,
    round(100 * a.mean_quality, 2) AS quality_percent,
    round(100 * a.mean_quality / t.mean_quality, 2) AS kept_percent
FROM by_way AS a
INNER JOIN (SELECT * FROM by_way WHERE way = 'top') AS t ON t.source = a.source
ORDER BY a.source = 'together' DESC, a.source, saved_percent
