-- How attempts at each provider ended over the last day
SELECT
    provider,
    result,
    any(http_status) AS a_status,
    count() AS attempts,
    round(100 * attempts / sum(attempts) OVER (PARTITION BY provider), 2) AS percent,
    max(at) AS last_at
FROM attempts FINAL
WHERE at >= now() - INTERVAL 1 DAY
GROUP BY provider, result
ORDER BY provider, attempts DESC
LIMIT 1000
