-- Where prompts of which language, intent, complexity and data class went over the last 7 days
SELECT
    language,
    intent,
    complexity_from,
    arrayStringConcat(data_classes, ', ') AS data,
    route,
    strategy,
    first_provider,
    first_model,
    sum(decided) AS decisions,
    sum(refused) AS without_a_plan
FROM decisions_by_feature
WHERE day >= today() - 7
GROUP BY language, intent, complexity_from, data, route, strategy, first_provider, first_model
ORDER BY decisions DESC
LIMIT 1000
