-- How often a request needed more than one target, by route and day
SELECT
    toDate(hour) AS day,
    route,
    sum(requests) AS requests,
    sum(failovers) AS failed_over,
    round(100 * failed_over / requests, 2) AS failed_over_percent,
    sum(errors) AS without_answer
FROM requests_by_route_hour
GROUP BY day, route
ORDER BY day DESC, failed_over_percent DESC
LIMIT 1000
