-- What was paid for attempts that were no answer: failures, lost hedges, clients who left
SELECT
    day, a.result AS result, provider, model,
    count() AS attempts,
    round(sum(a.cost_micros) / 1e6, 6) AS cost,
    currency
FROM (SELECT toDate(at) AS day, * FROM attempts FINAL) AS a
WHERE a.at >= now() - INTERVAL 30 DAY AND a.result != 'answered'
GROUP BY day, result, provider, model, currency
ORDER BY day DESC, cost DESC
LIMIT 1000
