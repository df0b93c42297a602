-- Requests whose caller went away, by day and model, with what they cost all the same
SELECT
    toDate(at) AS day,
    requested_model,
    provider,
    model,
    count() AS abandoned,
    round(sum(cost_micros) / 1e6, 6) AS cost,
    round(avg(total_us) / 1000, 1) AS waited_ms
FROM requests
WHERE outcome = 'ABANDONED'
GROUP BY day, requested_model, provider, model
ORDER BY day DESC, abandoned DESC
LIMIT 1000
