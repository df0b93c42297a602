-- Broken streams that another target went on with; and whether some of a request's tokens were counted
-- by the gateway, as the provider gave no count.
ALTER TABLE requests
    ADD COLUMN IF NOT EXISTS rescues Int32 DEFAULT 0 AFTER path,
    ADD COLUMN IF NOT EXISTS usage_estimated Bool DEFAULT false AFTER reasoning_tokens;

ALTER TABLE attempts
    ADD COLUMN IF NOT EXISTS usage_estimated Bool DEFAULT false AFTER reasoning_tokens;

-- A repeat of an answered request is no error; another try at the same target is no failover.
-- Made anew instead of modified: with MODIFY QUERY, a batch stored again after a kill was seen counted twice.
DROP VIEW IF EXISTS requests_by_model_hour_view;

CREATE MATERIALIZED VIEW requests_by_model_hour_view TO requests_by_model_hour AS
SELECT
    toStartOfHour(at) AS hour,
    provider, model, currency,
    count() AS requests,
    countIf(outcome != 'ANSWERED' AND failure != 'repeat') AS errors,
    countIf(length(arrayDistinct(arrayMap(step -> splitByString(': ', step)[1], path))) > 1) AS failovers,
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

DROP VIEW IF EXISTS requests_by_tenant_hour_view;

CREATE MATERIALIZED VIEW requests_by_tenant_hour_view TO requests_by_tenant_hour AS
SELECT
    toStartOfHour(at) AS hour,
    tenant, credential_id, currency,
    count() AS requests,
    countIf(outcome != 'ANSWERED' AND failure != 'repeat') AS errors,
    countIf(length(arrayDistinct(arrayMap(step -> splitByString(': ', step)[1], path))) > 1) AS failovers,
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
    toStartOfHour(at) AS hour,
    route, policy_version, provider, model, currency,
    count() AS requests,
    countIf(outcome != 'ANSWERED' AND failure != 'repeat') AS errors,
    countIf(length(arrayDistinct(arrayMap(step -> splitByString(': ', step)[1], path))) > 1) AS failovers,
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
