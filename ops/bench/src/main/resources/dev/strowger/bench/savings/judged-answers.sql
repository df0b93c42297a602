-- Each recorded answer to a labelled prompt: how it was asked for, who gave it, its cost, its judged quality
SELECT
    r.requested_model AS way,
    j.prompt AS prompt,
    j.source AS source,
    r.model AS model,
    d.complexity AS complexity,
    d.classifier AS classifier,
    r.cost_micros AS cost_micros,
    r.simulated AS simulated,
    j.quality AS quality
FROM requests AS r
INNER JOIN decisions AS d ON d.tenant = r.tenant AND d.request_id = r.request_id
INNER JOIN (SELECT * FROM judged_answers FINAL) AS j
    ON j.prompt = d.tags['labelled_prompt'] AND j.model = r.model
WHERE r.outcome = 'ANSWERED'
ORDER BY way, prompt
