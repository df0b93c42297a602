-- Cost and tokens of each team over the last 30 days
SELECT
    tenant,
    team,
    count() AS requests,
    countIf(outcome != 'ANSWERED' AND failure != 'repeat') AS without_answer,
    sum(input_tokens) AS tokens_in,
    sum(output_tokens) AS tokens_out,
    round(sum(cost_micros) / 1e6, 6) AS cost,
    currency
FROM requests
WHERE at >= now() - INTERVAL 30 DAY
GROUP BY tenant, team, currency
ORDER BY cost DESC
LIMIT 1000
