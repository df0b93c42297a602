-- Time spent in the gateway itself, apart from the models' time, by the hour in milliseconds
SELECT
    hour,
    sum(requests) AS requests,
    round(quantilesTDigestMerge(0.5, 0.95, 0.99)(overhead_us)[1] / 1000, 2) AS gateway_p50_ms,
    round(quantilesTDigestMerge(0.5, 0.95, 0.99)(overhead_us)[2] / 1000, 2) AS gateway_p95_ms,
    round(quantilesTDigestMerge(0.5, 0.95, 0.99)(overhead_us)[3] / 1000, 2) AS gateway_p99_ms,
    round(quantilesTDigestMerge(0.5, 0.95, 0.99)(provider_us)[1] / 1000, 2) AS model_p50_ms,
    round(quantilesTDigestMerge(0.5, 0.95, 0.99)(provider_us)[2] / 1000, 2) AS model_p95_ms
FROM requests_by_route_hour
WHERE hour >= now() - INTERVAL 1 DAY
GROUP BY hour
ORDER BY hour DESC
