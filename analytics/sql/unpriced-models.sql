-- Models that answered but have no price in the catalogue, so that their cost counts as 0
SELECT
    provider,
    model,
    count() AS attempts,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    max(at) AS last_at
FROM attempts FINAL
WHERE NOT priced AND result = 'answered'
GROUP BY provider, model
ORDER BY attempts DESC
LIMIT 1000
