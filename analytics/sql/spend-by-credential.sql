-- What each credential spent this month and the one before
SELECT
    month, tenant, team, credential_id,
    sum(s.requests) AS requests,
    round(sum(s.cost_micros) / 1e6, 6) AS cost,
    currency
FROM spend_by_credential AS s
WHERE month >= toStartOfMonth(now() - INTERVAL 1 MONTH)
GROUP BY month, tenant, team, credential_id, currency
ORDER BY month DESC, cost DESC
LIMIT 1000
