-- Tokens of each model over the last 30 days, with those read from caches
SELECT
    provider,
    model,
    sum(input_tokens) AS input_tokens,
    sum(cached_input_tokens) AS cached_input_tokens,
    sum(output_tokens) AS output_tokens,
    round(output_tokens / nullIf(sum(requests), 0), 1) AS output_tokens_per_request
FROM requests_by_model_hour
WHERE hour >= now() - INTERVAL 30 DAY AND model != ''
GROUP BY provider, model
ORDER BY input_tokens + output_tokens DESC
LIMIT 1000
