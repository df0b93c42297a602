-- The arms of each experiment over the last 30 days: requests, answers, cost and time by model
SELECT
    experiment,
    arm,
    provider,
    model,
    sum(requests) AS asked,
    round(100 * sum(answered) / asked, 2) AS answered_percent,
    sum(escalated) AS not_good_enough,
    round(sum(total_cost_micros) / asked, 1) AS cost_micros_per_request,
    round(sum(p50_ms * requests) / asked, 1) AS mean_of_daily_p50_ms,
    max(p95_ms) AS worst_daily_p95_ms,
    currency
FROM experiment_arms
WHERE day >= today() - 30
GROUP BY experiment, arm, provider, model, currency
ORDER BY experiment, arm, asked DESC
LIMIT 1000
