-- What the routing policy weighed and what came of it. Requests: who asked in which experiment, whole
-- answers that were not good enough, and answers that were kept from another request.
ALTER TABLE requests
    ADD COLUMN IF NOT EXISTS team LowCardinality(String) DEFAULT '' AFTER credential_id,
    ADD COLUMN IF NOT EXISTS experiment LowCardinality(String) DEFAULT '' AFTER policy_version,
    ADD COLUMN IF NOT EXISTS arm LowCardinality(String) DEFAULT '' AFTER experiment,
    ADD COLUMN IF NOT EXISTS escalations Int32 DEFAULT 0 AFTER rescues,
    ADD COLUMN IF NOT EXISTS cache LowCardinality(String) DEFAULT '' AFTER escalations,
    ADD COLUMN IF NOT EXISTS saved_micros Int64 DEFAULT 0 AFTER cost_micros,
    -- A look into the cache, a judge and an answer that was not good enough are no failover.
    ADD COLUMN IF NOT EXISTS failed_over Bool MATERIALIZED arrayExists(
        step -> splitByString(': ', step)[2] NOT IN ('answered', 'not_accepted')
            AND splitByString(': ', step)[1]
                != splitByString(': ', arrayFilter(s -> NOT startsWith(s, 'cache/'), path)[-1])[1],
        arrayFilter(s -> NOT startsWith(s, 'cache/'), path)) AFTER path;

ALTER TABLE attempts
    ADD COLUMN IF NOT EXISTS team LowCardinality(String) DEFAULT '' AFTER credential_id,
    ADD COLUMN IF NOT EXISTS experiment LowCardinality(String) DEFAULT '' AFTER policy_version,
    ADD COLUMN IF NOT EXISTS arm LowCardinality(String) DEFAULT '' AFTER experiment;

ALTER TABLE decisions
    ADD COLUMN IF NOT EXISTS team LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS credential_id LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS operation LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS api LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS stream Bool DEFAULT false,
    ADD COLUMN IF NOT EXISTS strategy LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS experiment LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS arm LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS rules Array(LowCardinality(String)) DEFAULT [],
    ADD COLUMN IF NOT EXISTS shadows Array(LowCardinality(String)) DEFAULT [],
    ADD COLUMN IF NOT EXISTS tags Map(String, String) DEFAULT map(),
    ADD COLUMN IF NOT EXISTS needs Array(LowCardinality(String)) DEFAULT [],
    ADD COLUMN IF NOT EXISTS prompt_tokens Int64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS language LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS intents Map(String, Float64) DEFAULT map(),
    ADD COLUMN IF NOT EXISTS complexity Nullable(Float64) DEFAULT NULL,
    ADD COLUMN IF NOT EXISTS classifier LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS declared_class LowCardinality(String) DEFAULT '',
    ADD COLUMN IF NOT EXISTS detected Array(LowCardinality(String)) DEFAULT [],
    ADD COLUMN IF NOT EXISTS detected_classes Array(LowCardinality(String)) DEFAULT [],
    ADD COLUMN IF NOT EXISTS `candidates.scores` Array(Map(String, Float64)) DEFAULT [];

-- What came of the copies whose answers no caller saw. Shadow workers may work on a copy again after a
-- crash; that counts once: read this table with FINAL.
CREATE TABLE shadow_results
(
    request_id          String,
    tenant              LowCardinality(String),
    credential_id       LowCardinality(String),
    team                LowCardinality(String),
    shadow              LowCardinality(String),
    route               LowCardinality(String),
    policy_version      LowCardinality(String),
    provider            LowCardinality(String),
    model               LowCardinality(String),
    result              LowCardinality(String),
    message             String,
    simulated           Bool,
    priced              Bool,
    input_tokens        Int64,
    output_tokens       Int64,
    cached_input_tokens Int64,
    cache_write_tokens  Int64,
    reasoning_tokens    Int64,
    usage_estimated     Bool,
    cost_micros         Int64,
    currency            LowCardinality(String),
    first_token_us      Nullable(Int64),
    latency_us          Int64,
    at                  DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, shadow, request_id)
SETTINGS non_replicated_deduplication_window = 1000;

-- Prices of models in each version of the policy, in micros per million tokens.
CREATE TABLE prices
(
    policy_version                   LowCardinality(String),
    model                            String,
    currency                         LowCardinality(String),
    input_micros_per_million         Int64,
    output_micros_per_million        Int64,
    cached_input_micros_per_million  Int64,
    cache_write_micros_per_million   Int64,
    at                               DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (policy_version, model)
SETTINGS non_replicated_deduplication_window = 1000;

-- Answers from the cache stand for themselves in the sums: their times are not those of a model.
DROP VIEW IF EXISTS requests_by_model_hour_view;

CREATE MATERIALIZED VIEW requests_by_model_hour_view TO requests_by_model_hour AS
SELECT
    toStartOfHour(r.at) AS hour,
    if(r.cache = '', r.provider, 'cache') AS provider,
    if(r.cache = '', r.model, r.cache) AS model,
    r.currency AS currency,
    count() AS requests,
    countIf(r.outcome != 'ANSWERED' AND r.failure != 'repeat') AS errors,
    countIf(r.failed_over) AS failovers,
    sum(r.input_tokens) AS input_tokens,
    sum(r.output_tokens) AS output_tokens,
    sum(r.cached_input_tokens) AS cached_input_tokens,
    sum(r.cost_micros) AS cost_micros,
    quantilesTDigestState(0.5, 0.95, 0.99)(r.provider_us) AS provider_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(r.overhead_us) AS overhead_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(r.total_us) AS total_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(r.first_token_us) AS first_token_us
FROM requests AS r
GROUP BY
    toStartOfHour(r.at), if(r.cache = '', r.provider, 'cache'), if(r.cache = '', r.model, r.cache), r.currency;

DROP VIEW IF EXISTS requests_by_tenant_hour_view;

CREATE MATERIALIZED VIEW requests_by_tenant_hour_view TO requests_by_tenant_hour AS
SELECT
    toStartOfHour(at) AS hour,
    tenant, credential_id, currency,
    count() AS requests,
    countIf(outcome != 'ANSWERED' AND failure != 'repeat') AS errors,
    countIf(failed_over) AS failovers,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(cached_input_tokens) AS cached_input_tokens,
    sum(cost_micros) AS cost_micros,
    quantilesTDigestState(0.5, 0.95, 0.99)(provider_us) AS provider_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(overhead_us) AS overhead_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(total_us) AS total_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(first_token_us) AS first_token_us
FROM requests
GROUP BY hour, tenant, credential_id, currency;

DROP VIEW IF EXISTS requests_by_route_hour_view;

CREATE MATERIALIZED VIEW requests_by_route_hour_view TO requests_by_route_hour AS
SELECT
    toStartOfHour(r.at) AS hour,
    r.route AS route,
    r.policy_version AS policy_version,
    if(r.cache = '', r.provider, 'cache') AS provider,
    if(r.cache = '', r.model, r.cache) AS model,
    r.currency AS currency,
    count() AS requests,
    countIf(r.outcome != 'ANSWERED' AND r.failure != 'repeat') AS errors,
    countIf(r.failed_over) AS failovers,
    sum(r.input_tokens) AS input_tokens,
    sum(r.output_tokens) AS output_tokens,
    sum(r.cached_input_tokens) AS cached_input_tokens,
    sum(r.cost_micros) AS cost_micros,
    quantilesTDigestState(0.5, 0.95, 0.99)(r.provider_us) AS provider_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(r.overhead_us) AS overhead_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(r.total_us) AS total_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(r.first_token_us) AS first_token_us
FROM requests AS r
GROUP BY
    toStartOfHour(r.at), r.route, r.policy_version, if(r.cache = '', r.provider, 'cache'),
    if(r.cache = '', r.model, r.cache), r.currency;
