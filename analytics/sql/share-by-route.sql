-- Which share of each route's answers came from which target over the last day
SELECT
    route,
    provider,
    model,
    sum(requests) AS requests,
    round(100 * requests / sum(requests) OVER (PARTITION BY route), 2) AS share_percent
FROM
(
    SELECT route, provider, model, sum(requests) AS requests
    FROM requests_by_route_hour
    WHERE hour >= now() - INTERVAL 1 DAY AND model != ''
    GROUP BY route, provider, model
)
GROUP BY route, provider, model, requests
ORDER BY route, share_percent DESC
LIMIT 1000
