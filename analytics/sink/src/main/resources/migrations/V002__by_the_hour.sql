-- Cost and latency of each model by the hour; errors are requests without an answer.
CREATE TABLE requests_by_model_hour
(
    hour                DateTime('UTC'),
    provider            LowCardinality(String),
    model               LowCardinality(String),
    currency            LowCardinality(String),
    requests            SimpleAggregateFunction(sum, UInt64),
    errors              SimpleAggregateFunction(sum, UInt64),
    failovers           SimpleAggregateFunction(sum, UInt64),
    input_tokens        SimpleAggregateFunction(sum, Int64),
    output_tokens       SimpleAggregateFunction(sum, Int64),
    cached_input_tokens SimpleAggregateFunction(sum, Int64),
    cost_micros         SimpleAggregateFunction(sum, Int64),
    provider_us         AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Int64),
    overhead_us         AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Int64),
    total_us            AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Int64),
    first_token_us      AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Nullable(Int64))
)
ENGINE = AggregatingMergeTree
ORDER BY (hour, provider, model, currency)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW requests_by_model_hour_view TO requests_by_model_hour AS
SELECT
    toStartOfHour(at) AS hour,
    provider, model, currency,
    count() AS requests,
    countIf(outcome != 'ANSWERED') AS errors,
    countIf(attempts > 1) AS failovers,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(cached_input_tokens) AS cached_input_tokens,
    sum(cost_micros) AS cost_micros,
    quantilesTDigestState(0.5, 0.95, 0.99)(provider_us) AS provider_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(overhead_us) AS overhead_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(total_us) AS total_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(first_token_us) AS first_token_us
FROM requests
GROUP BY hour, provider, model, currency;

-- The same by who asked.
CREATE TABLE requests_by_tenant_hour
(
    hour                DateTime('UTC'),
    tenant              LowCardinality(String),
    credential_id       LowCardinality(String),
    currency            LowCardinality(String),
    requests            SimpleAggregateFunction(sum, UInt64),
    errors              SimpleAggregateFunction(sum, UInt64),
    failovers           SimpleAggregateFunction(sum, UInt64),
    input_tokens        SimpleAggregateFunction(sum, Int64),
    output_tokens       SimpleAggregateFunction(sum, Int64),
    cached_input_tokens SimpleAggregateFunction(sum, Int64),
    cost_micros         SimpleAggregateFunction(sum, Int64),
    provider_us         AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Int64),
    overhead_us         AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Int64),
    total_us            AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Int64),
    first_token_us      AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Nullable(Int64))
)
ENGINE = AggregatingMergeTree
ORDER BY (hour, tenant, credential_id, currency)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW requests_by_tenant_hour_view TO requests_by_tenant_hour AS
SELECT
    toStartOfHour(at) AS hour,
    tenant, credential_id, currency,
    count() AS requests,
    countIf(outcome != 'ANSWERED') AS errors,
    countIf(attempts > 1) AS failovers,
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

-- The same by route and by where it led.
CREATE TABLE requests_by_route_hour
(
    hour                DateTime('UTC'),
    route               LowCardinality(String),
    policy_version      LowCardinality(String),
    provider            LowCardinality(String),
    model               LowCardinality(String),
    currency            LowCardinality(String),
    requests            SimpleAggregateFunction(sum, UInt64),
    errors              SimpleAggregateFunction(sum, UInt64),
    failovers           SimpleAggregateFunction(sum, UInt64),
    input_tokens        SimpleAggregateFunction(sum, Int64),
    output_tokens       SimpleAggregateFunction(sum, Int64),
    cached_input_tokens SimpleAggregateFunction(sum, Int64),
    cost_micros         SimpleAggregateFunction(sum, Int64),
    provider_us         AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Int64),
    overhead_us         AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Int64),
    total_us            AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Int64),
    first_token_us      AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Nullable(Int64))
)
ENGINE = AggregatingMergeTree
ORDER BY (hour, route, policy_version, provider, model, currency)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW requests_by_route_hour_view TO requests_by_route_hour AS
SELECT
    toStartOfHour(at) AS hour,
    route, policy_version, provider, model, currency,
    count() AS requests,
    countIf(outcome != 'ANSWERED') AS errors,
    countIf(attempts > 1) AS failovers,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(cached_input_tokens) AS cached_input_tokens,
    sum(cost_micros) AS cost_micros,
    quantilesTDigestState(0.5, 0.95, 0.99)(provider_us) AS provider_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(overhead_us) AS overhead_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(total_us) AS total_us,
    quantilesTDigestState(0.5, 0.95, 0.99)(first_token_us) AS first_token_us
FROM requests
GROUP BY hour, route, policy_version, provider, model, currency;
