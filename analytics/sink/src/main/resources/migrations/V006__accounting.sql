-- Whose costs these are, and every kind of token that has a price of its own.
ALTER TABLE requests
    ADD COLUMN IF NOT EXISTS `user` String DEFAULT '' AFTER team,
    ADD COLUMN IF NOT EXISTS tags Map(LowCardinality(String), String) DEFAULT map() AFTER `user`,
    ADD COLUMN IF NOT EXISTS image_tokens Int64 DEFAULT 0 AFTER reasoning_tokens,
    ADD COLUMN IF NOT EXISTS audio_input_tokens Int64 DEFAULT 0 AFTER image_tokens,
    ADD COLUMN IF NOT EXISTS audio_output_tokens Int64 DEFAULT 0 AFTER audio_input_tokens,
    ADD COLUMN IF NOT EXISTS cache_write_long_tokens Int64 DEFAULT 0 AFTER audio_output_tokens,
    ADD COLUMN IF NOT EXISTS findings Array(LowCardinality(String)) DEFAULT [],
    ADD COLUMN IF NOT EXISTS redactions Map(LowCardinality(String), Int32) DEFAULT map();

ALTER TABLE attempts
    ADD COLUMN IF NOT EXISTS `user` String DEFAULT '' AFTER team,
    ADD COLUMN IF NOT EXISTS tags Map(LowCardinality(String), String) DEFAULT map() AFTER `user`,
    ADD COLUMN IF NOT EXISTS image_tokens Int64 DEFAULT 0 AFTER reasoning_tokens,
    ADD COLUMN IF NOT EXISTS audio_input_tokens Int64 DEFAULT 0 AFTER image_tokens,
    ADD COLUMN IF NOT EXISTS audio_output_tokens Int64 DEFAULT 0 AFTER audio_input_tokens,
    ADD COLUMN IF NOT EXISTS cache_write_long_tokens Int64 DEFAULT 0 AFTER audio_output_tokens;

ALTER TABLE shadow_results
    ADD COLUMN IF NOT EXISTS image_tokens Int64 DEFAULT 0 AFTER reasoning_tokens,
    ADD COLUMN IF NOT EXISTS audio_input_tokens Int64 DEFAULT 0 AFTER image_tokens,
    ADD COLUMN IF NOT EXISTS audio_output_tokens Int64 DEFAULT 0 AFTER audio_input_tokens,
    ADD COLUMN IF NOT EXISTS cache_write_long_tokens Int64 DEFAULT 0 AFTER audio_output_tokens;

-- NULL: as other tokens of their direction.
ALTER TABLE prices
    ADD COLUMN IF NOT EXISTS cache_write_long_micros_per_million Nullable(Int64) DEFAULT NULL,
    ADD COLUMN IF NOT EXISTS image_micros_per_million Nullable(Int64) DEFAULT NULL,
    ADD COLUMN IF NOT EXISTS audio_input_micros_per_million Nullable(Int64) DEFAULT NULL,
    ADD COLUMN IF NOT EXISTS audio_output_micros_per_million Nullable(Int64) DEFAULT NULL,
    ADD COLUMN IF NOT EXISTS reasoning_micros_per_million Nullable(Int64) DEFAULT NULL,
    ADD COLUMN IF NOT EXISTS call_micros Int64 DEFAULT 0;

-- Limits that were nearly or wholly used; once for each window of a limit.
CREATE TABLE limit_alerts
(
    tenant       LowCardinality(String),
    scope        LowCardinality(String),
    name         String,
    limit_name   LowCardinality(String),
    allowed      Int64,
    used         Int64,
    percent      Int32,
    hard         Bool,
    at           DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, at, name, limit_name, hard)
SETTINGS non_replicated_deduplication_window = 1000;

-- What was spent: every attempt that was paid for, whatever came of it, once. Add up days for a month.
CREATE VIEW spend AS
SELECT
    toDate(at) AS day,
    toStartOfMonth(at) AS month,
    tenant, team, credential_id, `user` AS user_id, tags, route, provider, model, currency,
    request_id, usage_estimated, priced, simulated,
    input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, cache_write_long_tokens,
    reasoning_tokens, image_tokens, audio_input_tokens, audio_output_tokens, cost_micros
FROM attempts FINAL;

CREATE VIEW spend_by_tenant AS
SELECT
    day, month, tenant, currency,
    uniqExact(request_id) AS requests, count() AS attempts,
    sum(s.input_tokens) AS input_tokens, sum(s.output_tokens) AS output_tokens,
    sum(s.cached_input_tokens) AS cached_input_tokens, sum(s.cost_micros) AS cost_micros,
    sumIf(s.cost_micros, s.usage_estimated) AS estimated_micros
FROM spend AS s
GROUP BY day, month, tenant, currency;

CREATE VIEW spend_by_team AS
SELECT
    day, month, tenant, team, currency,
    uniqExact(request_id) AS requests, count() AS attempts,
    sum(s.input_tokens) AS input_tokens, sum(s.output_tokens) AS output_tokens,
    sum(s.cached_input_tokens) AS cached_input_tokens, sum(s.cost_micros) AS cost_micros,
    sumIf(s.cost_micros, s.usage_estimated) AS estimated_micros
FROM spend AS s
GROUP BY day, month, tenant, team, currency;

CREATE VIEW spend_by_credential AS
SELECT
    day, month, tenant, team, credential_id, currency,
    uniqExact(request_id) AS requests, count() AS attempts,
    sum(s.input_tokens) AS input_tokens, sum(s.output_tokens) AS output_tokens,
    sum(s.cached_input_tokens) AS cached_input_tokens, sum(s.cost_micros) AS cost_micros,
    sumIf(s.cost_micros, s.usage_estimated) AS estimated_micros
FROM spend AS s
GROUP BY day, month, tenant, team, credential_id, currency;

CREATE VIEW spend_by_user AS
SELECT
    day, month, tenant, user_id, currency,
    uniqExact(request_id) AS requests, count() AS attempts,
    sum(s.input_tokens) AS input_tokens, sum(s.output_tokens) AS output_tokens,
    sum(s.cached_input_tokens) AS cached_input_tokens, sum(s.cost_micros) AS cost_micros,
    sumIf(s.cost_micros, s.usage_estimated) AS estimated_micros
FROM spend AS s
GROUP BY day, month, tenant, user_id, currency;

-- A request with several tags stands under each of them: sums over tags are no sums of money.
CREATE VIEW spend_by_tag AS
SELECT
    day, month, tenant, tag, value, currency,
    uniqExact(request_id) AS requests, count() AS attempts,
    sum(s.input_tokens) AS input_tokens, sum(s.output_tokens) AS output_tokens,
    sum(s.cached_input_tokens) AS cached_input_tokens, sum(s.cost_micros) AS cost_micros,
    sumIf(s.cost_micros, s.usage_estimated) AS estimated_micros
FROM spend AS s
ARRAY JOIN mapKeys(s.tags) AS tag, mapValues(s.tags) AS value
GROUP BY day, month, tenant, tag, value, currency;

CREATE VIEW spend_by_model AS
SELECT
    day, month, tenant, provider, model, currency,
    uniqExact(request_id) AS requests, count() AS attempts,
    sum(s.input_tokens) AS input_tokens, sum(s.output_tokens) AS output_tokens,
    sum(s.cached_input_tokens) AS cached_input_tokens, sum(s.cost_micros) AS cost_micros,
    sumIf(s.cost_micros, s.usage_estimated) AS estimated_micros
FROM spend AS s
GROUP BY day, month, tenant, provider, model, currency;

CREATE VIEW spend_by_route AS
SELECT
    day, month, tenant, route, currency,
    uniqExact(request_id) AS requests, count() AS attempts,
    sum(s.input_tokens) AS input_tokens, sum(s.output_tokens) AS output_tokens,
    sum(s.cached_input_tokens) AS cached_input_tokens, sum(s.cost_micros) AS cost_micros,
    sumIf(s.cost_micros, s.usage_estimated) AS estimated_micros
FROM spend AS s
GROUP BY day, month, tenant, route, currency;
