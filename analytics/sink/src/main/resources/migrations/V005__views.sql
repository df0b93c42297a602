-- How the arms of each experiment do, by the model that answered.
CREATE VIEW experiment_arms AS
SELECT
    toDate(at) AS day,
    experiment,
    arm,
    route,
    provider,
    model,
    currency,
    count() AS requests,
    countIf(outcome = 'ANSWERED') AS answered,
    countIf(outcome = 'FAILED') AS failed,
    sum(escalations) AS escalated,
    sum(cost_micros) AS total_cost_micros,
    round(total_cost_micros / requests, 1) AS cost_micros_per_request,
    round(quantileTDigest(0.5)(total_us) / 1000, 1) AS p50_ms,
    round(quantileTDigest(0.95)(total_us) / 1000, 1) AS p95_ms
FROM requests
WHERE experiment != ''
GROUP BY day, experiment, arm, route, provider, model, currency;

-- What callers got against what the shadow's target said to the same requests.
CREATE VIEW shadow_comparison AS
SELECT
    toDate(s.at) AS day,
    s.shadow AS shadow,
    s.route AS route,
    s.provider AS shadow_provider,
    s.model AS shadow_model,
    r.provider AS primary_provider,
    r.model AS primary_model,
    s.currency AS currency,
    count() AS copies,
    countIf(s.result = 'skipped') AS skipped,
    countIf(s.result = 'answered') AS shadow_answered,
    countIf(r.outcome = 'ANSWERED') AS primary_answered,
    round(100 * shadow_answered / nullIf(copies - skipped, 0), 2) AS shadow_answered_percent,
    round(100 * primary_answered / copies, 2) AS primary_answered_percent,
    round(quantileTDigestIf(0.5)(s.latency_us, s.result = 'answered') / 1000, 1) AS shadow_p50_ms,
    round(quantileTDigestIf(0.5)(r.provider_us, r.outcome = 'ANSWERED') / 1000, 1) AS primary_p50_ms,
    round(quantileTDigestIf(0.95)(s.latency_us, s.result = 'answered') / 1000, 1) AS shadow_p95_ms,
    round(quantileTDigestIf(0.95)(r.provider_us, r.outcome = 'ANSWERED') / 1000, 1) AS primary_p95_ms,
    sum(s.cost_micros) AS shadow_cost_micros,
    sum(r.cost_micros) AS primary_cost_micros
FROM requests AS r
INNER JOIN (SELECT * FROM shadow_results FINAL) AS s ON r.tenant = s.tenant AND r.request_id = s.request_id
GROUP BY
    toDate(s.at), s.shadow, s.route, s.provider, s.model, r.provider, r.model, s.currency;

-- What the tokens of all requests would have cost on one model, e.g. savings_against(reference = 'openai/gpt-4o'),
-- against what they did cost; and what answers from the cache had cost when they were made.
CREATE VIEW savings_against AS
SELECT
    toDate(r.at) AS day,
    r.tenant AS tenant,
    r.route AS route,
    p.model AS reference,
    r.currency AS currency,
    count() AS requests,
    sum(intDiv(
        greatest(0, r.input_tokens - r.cached_input_tokens - r.cache_write_tokens) * p.input_micros_per_million
            + r.cached_input_tokens * p.cached_input_micros_per_million
            + r.cache_write_tokens * p.cache_write_micros_per_million
            + r.output_tokens * p.output_micros_per_million + 500000,
        1000000)) AS reference_micros,
    sum(r.cost_micros) AS spent_micros,
    reference_micros - spent_micros AS saved_by_routing_micros,
    sum(r.saved_micros) AS saved_by_cache_micros
FROM requests AS r
INNER JOIN (SELECT * FROM prices FINAL WHERE model = {reference:String}) AS p
    ON r.policy_version = p.policy_version AND r.currency = p.currency
GROUP BY toDate(r.at), r.tenant, r.route, p.model, r.currency;

-- The same against the dearest model of the policy that was in force.
CREATE VIEW savings AS
SELECT
    toDate(r.at) AS day,
    r.tenant AS tenant,
    r.route AS route,
    p.model AS reference,
    r.currency AS currency,
    count() AS requests,
    sum(intDiv(
        greatest(0, r.input_tokens - r.cached_input_tokens - r.cache_write_tokens) * p.input_micros_per_million
            + r.cached_input_tokens * p.cached_input_micros_per_million
            + r.cache_write_tokens * p.cache_write_micros_per_million
            + r.output_tokens * p.output_micros_per_million + 500000,
        1000000)) AS reference_micros,
    sum(r.cost_micros) AS spent_micros,
    reference_micros - spent_micros AS saved_by_routing_micros,
    sum(r.saved_micros) AS saved_by_cache_micros
FROM requests AS r
INNER JOIN
(
    SELECT * FROM prices FINAL
    ORDER BY input_micros_per_million + output_micros_per_million DESC, model
    LIMIT 1 BY policy_version
) AS p ON r.policy_version = p.policy_version AND r.currency = p.currency
GROUP BY toDate(r.at), r.tenant, r.route, p.model, r.currency;

-- Where prompts of which kind were sent.
CREATE VIEW decisions_by_feature AS
SELECT
    toDate(at) AS day,
    route,
    strategy,
    language,
    if(empty(intents), '', arraySort((name, p) -> -p, mapKeys(intents), mapValues(intents))[1]) AS intent,
    floor(complexity, 1) AS complexity_from,
    arraySort(detected_classes) AS data_classes,
    `candidates.provider`[indexOf(`candidates.position`, 0)] AS first_provider,
    `candidates.model`[indexOf(`candidates.position`, 0)] AS first_model,
    count() AS decided,
    countIf(refusal != '') AS refused
FROM decisions
GROUP BY day, route, strategy, language, intent, complexity_from, data_classes, first_provider, first_model;
