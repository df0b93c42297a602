-- Tokens of each kind and model this month; parts are of the input and the output
SELECT
    provider, model,
    sum(s.input_tokens) AS input,
    sum(s.cached_input_tokens) AS of_it_from_caches,
    sum(s.cache_write_tokens) AS of_it_into_caches,
    sum(s.cache_write_long_tokens) AS of_those_for_an_hour,
    sum(s.image_tokens) AS of_it_pictures,
    sum(s.audio_input_tokens) AS of_it_sound,
    sum(s.output_tokens) AS output,
    sum(s.reasoning_tokens) AS of_it_reasoning,
    sum(s.audio_output_tokens) AS of_that_sound,
    round(sum(s.cost_micros) / 1e6, 6) AS cost,
    currency
FROM spend AS s
WHERE month = toStartOfMonth(now())
GROUP BY provider, model, currency
ORDER BY cost DESC
LIMIT 1000
