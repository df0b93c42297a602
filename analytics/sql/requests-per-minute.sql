-- Requests, errors and median time by minute over the last hour
SELECT
    toStartOfMinute(at) AS minute,
    count() AS requests,
    countIf(outcome != 'ANSWERED') AS without_answer,
    round(quantileTDigest(0.5)(total_us) / 1000, 1) AS p50_ms,
    round(quantileTDigest(0.99)(total_us) / 1000, 1) AS p99_ms
FROM requests
WHERE at >= now() - INTERVAL 1 HOUR
GROUP BY minute
ORDER BY minute DESC
