-- The users who cost most this month (hashed, as requests name them)
SELECT
    tenant, user_id,
    sum(s.requests) AS requests,
    sum(s.input_tokens) AS tokens_in,
    sum(s.output_tokens) AS tokens_out,
    round(sum(s.cost_micros) / 1e6, 6) AS cost,
    currency
FROM spend_by_user AS s
WHERE month = toStartOfMonth(now())
GROUP BY tenant, user_id, currency
ORDER BY cost DESC
LIMIT 200
