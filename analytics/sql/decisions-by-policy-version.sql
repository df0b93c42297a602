-- What each version of the policy decided: requests by route and first choice
SELECT
    policy_version,
    route,
    `candidates.provider`[indexOf(`candidates.position`, 0)] AS first_provider,
    `candidates.model`[indexOf(`candidates.position`, 0)] AS first_model,
    count() AS decisions,
    countIf(refusal != '') AS refused,
    min(at) AS first_at,
    max(at) AS last_at
FROM decisions
GROUP BY policy_version, route, first_provider, first_model
ORDER BY last_at DESC, decisions DESC
LIMIT 1000
