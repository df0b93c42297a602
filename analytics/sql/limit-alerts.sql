-- Limits that were nearly or wholly used in the last 30 days
SELECT
    at, tenant, scope, name, limit_name, used, allowed, percent,
    if(hard, 'refused', 'warned') AS what
FROM limit_alerts FINAL
WHERE at >= now() - INTERVAL 30 DAY
ORDER BY at DESC
LIMIT 1000
