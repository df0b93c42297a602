-- What routing and the cache have saved against the dearest model of the policy, by day and route
SELECT
    day,
    route,
    reference,
    sum(requests) AS asked,
    round(sum(reference_micros) / 1e6, 6) AS on_reference,
    round(sum(spent_micros) / 1e6, 6) AS spent,
    round(sum(saved_by_routing_micros) / 1e6, 6) AS saved_by_routing,
    round(sum(saved_by_cache_micros) / 1e6, 6) AS saved_by_cache,
    currency
FROM savings
GROUP BY day, route, reference, currency
ORDER BY day DESC, saved_by_routing DESC
LIMIT 1000
