-- Cost, requests and tokens of each model by day
SELECT
    toDate(hour) AS day,
    provider,
    model,
    sum(requests) AS requests,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    round(sum(cost_micros) / 1e6, 6) AS cost,
    currency
FROM requests_by_model_hour
WHERE model != ''
GROUP BY day, provider, model, currency
ORDER BY day DESC, cost DESC
LIMIT 1000
