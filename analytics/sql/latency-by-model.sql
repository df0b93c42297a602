-- Answer time of each model over the last day: p50, p95 and p99 in milliseconds
SELECT
    provider,
    model,
    sum(requests) AS requests,
    round(quantilesTDigestMerge(0.5, 0.95, 0.99)(provider_us)[1] / 1000, 1) AS p50_ms,
    round(quantilesTDigestMerge(0.5, 0.95, 0.99)(provider_us)[2] / 1000, 1) AS p95_ms,
    round(quantilesTDigestMerge(0.5, 0.95, 0.99)(provider_us)[3] / 1000, 1) AS p99_ms
FROM requests_by_model_hour
WHERE hour >= now() - INTERVAL 1 DAY AND model != ''
GROUP BY provider, model
ORDER BY requests DESC
LIMIT 1000
