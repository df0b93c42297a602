-- Constraints that held, how often, and how many requests no permitted model was left for, over the last 7 days
SELECT
    arrayJoin(rules) AS rule,
    count() AS decisions,
    countIf(refusal != '') AS refused,
    uniqExact(tenant) AS tenants,
    max(at) AS last_at
FROM decisions
WHERE at >= now() - INTERVAL 7 DAY
GROUP BY rule
ORDER BY decisions DESC
LIMIT 1000
