-- Which share of each route's answers came from which target over the last day
SELECT
    route,
    provider,
    model,
    answered,
    round(100 * answered / sum(answered) OVER (PARTITION BY route), 2) AS share_percent
FROM
(
    SELECT route, provider, model, sum(requests) AS answered
    FROM requests_by_route_hour
    WHERE hour >= now() - INTERVAL 1 DAY AND model != ''
    GROUP BY route, provider, model
)
ORDER BY route, share_percent DESC
LIMIT 1000
