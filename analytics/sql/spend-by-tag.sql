-- What each value of each tag cost this month; a request stands under all its tags
SELECT
    tenant, tag, value,
    sum(s.requests) AS requests,
    round(sum(s.cost_micros) / 1e6, 6) AS cost,
    currency
FROM spend_by_tag AS s
WHERE month = toStartOfMonth(now())
GROUP BY tenant, tag, value, currency
ORDER BY tenant, tag, cost DESC
LIMIT 1000
