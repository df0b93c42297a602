-- How often an answer was kept from another request, and what that saved, by day and route
SELECT
    toDate(at) AS day,
    route,
    count() AS requests,
    countIf(cache = 'exact') AS same_request,
    countIf(cache = 'semantic') AS alike,
    round(100 * (same_request + alike) / requests, 2) AS hit_percent,
    round(sum(saved_micros) / 1e6, 6) AS saved,
    currency
FROM requests
WHERE outcome = 'ANSWERED' AND at >= now() - INTERVAL 30 DAY
GROUP BY day, route, currency
ORDER BY day DESC, requests DESC
LIMIT 1000
