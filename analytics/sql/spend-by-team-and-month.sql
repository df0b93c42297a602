-- What each team spent, by month
SELECT
    month, tenant, team,
    sum(s.requests) AS requests,
    sum(s.attempts) AS attempts,
    sum(s.input_tokens) AS tokens_in,
    sum(s.output_tokens) AS tokens_out,
    round(sum(s.cost_micros) / 1e6, 6) AS cost,
    round(sum(s.estimated_micros) / 1e6, 6) AS of_that_estimated,
    currency
FROM spend_by_team AS s
GROUP BY month, tenant, team, currency
ORDER BY month DESC, cost DESC
LIMIT 1000
