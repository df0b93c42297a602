-- The slowest requests of the last day, with the way each took
SELECT
    at,
    request_id,
    tenant,
    route,
    arrayStringConcat(path, ' -> ') AS way,
    outcome,
    round(total_us / 1000, 1) AS total_ms,
    round(provider_us / 1000, 1) AS model_ms,
    round(overhead_us / 1000, 1) AS gateway_ms,
    output_tokens
FROM requests
WHERE at >= now() - INTERVAL 1 DAY
ORDER BY total_us DESC
LIMIT 50
