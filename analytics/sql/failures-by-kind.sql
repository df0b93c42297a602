-- Requests that ended without an answer, by kind of failure and model asked for, over the last day
SELECT
    failure,
    outcome,
    requested_model,
    count() AS requests,
    any(message) AS a_message,
    max(at) AS last_at
FROM requests
WHERE outcome != 'ANSWERED' AND failure != 'repeat' AND at >= now() - INTERVAL 1 DAY
GROUP BY failure, outcome, requested_model
ORDER BY requests DESC
LIMIT 1000
