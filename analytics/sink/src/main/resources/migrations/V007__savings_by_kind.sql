-- What the tokens of all requests would have cost on one model, with all kinds of tokens that have prices of their own:
-- each token once, a count that is larger than what it is a part of cut to that, and one call where anything was used.
DROP VIEW IF EXISTS savings_against;

CREATE VIEW savings_against AS
SELECT
    day, tenant, route, reference, currency,
    count() AS requests,
    sum(if(u.used_input + u.used_output = 0, 0, u.call_micros + intDiv(
        u.from_cache * u.from_cache_price + u.for_an_hour * u.for_an_hour_price
            + (u.into_cache - u.for_an_hour) * u.into_cache_price
            + u.sound * u.sound_price + u.pictures * u.picture_price
            + (u.used_input - u.from_cache - u.into_cache - u.sound - u.pictures) * u.input_price
            + u.thought * u.thought_price + u.spoken * u.spoken_price
            + (u.used_output - u.thought - u.spoken) * u.output_price + 500000,
        1000000))) AS reference_micros,
    sum(u.cost_micros) AS spent_micros,
    reference_micros - spent_micros AS saved_by_routing_micros,
    sum(u.saved_micros) AS saved_by_cache_micros
FROM
(
    SELECT
        toDate(r.at) AS day,
        r.tenant AS tenant,
        r.route AS route,
        p.model AS reference,
        r.currency AS currency,
        r.cost_micros AS cost_micros,
        r.saved_micros AS saved_micros,
        greatest(0, r.input_tokens) AS used_input,
        least(greatest(0, r.cached_input_tokens), used_input) AS from_cache,
        least(greatest(0, r.cache_write_tokens), used_input - from_cache) AS into_cache,
        least(greatest(0, r.cache_write_long_tokens), into_cache) AS for_an_hour,
        least(greatest(0, r.audio_input_tokens), used_input - from_cache - into_cache) AS sound,
        least(greatest(0, r.image_tokens), used_input - from_cache - into_cache - sound) AS pictures,
        greatest(0, r.output_tokens) AS used_output,
        least(greatest(0, r.reasoning_tokens), used_output) AS thought,
        least(greatest(0, r.audio_output_tokens), used_output - thought) AS spoken,
        p.input_micros_per_million AS input_price,
        p.output_micros_per_million AS output_price,
        p.cached_input_micros_per_million AS from_cache_price,
        p.cache_write_micros_per_million AS into_cache_price,
        ifNull(p.cache_write_long_micros_per_million, into_cache_price) AS for_an_hour_price,
        ifNull(p.audio_input_micros_per_million, input_price) AS sound_price,
        ifNull(p.image_micros_per_million, input_price) AS picture_price,
        ifNull(p.reasoning_micros_per_million, output_price) AS thought_price,
        ifNull(p.audio_output_micros_per_million, output_price) AS spoken_price,
        p.call_micros AS call_micros
    FROM requests AS r
    INNER JOIN
    (
        SELECT * FROM prices FINAL WHERE model = {reference:String}
    ) AS p ON r.policy_version = p.policy_version AND r.currency = p.currency
) AS u
GROUP BY day, tenant, route, reference, currency;

-- The same against the dearest model of the policy that was in force.
DROP VIEW IF EXISTS savings;

CREATE VIEW savings AS
SELECT
    day, tenant, route, reference, currency,
    count() AS requests,
    sum(if(u.used_input + u.used_output = 0, 0, u.call_micros + intDiv(
        u.from_cache * u.from_cache_price + u.for_an_hour * u.for_an_hour_price
            + (u.into_cache - u.for_an_hour) * u.into_cache_price
            + u.sound * u.sound_price + u.pictures * u.picture_price
            + (u.used_input - u.from_cache - u.into_cache - u.sound - u.pictures) * u.input_price
            + u.thought * u.thought_price + u.spoken * u.spoken_price
            + (u.used_output - u.thought - u.spoken) * u.output_price + 500000,
        1000000))) AS reference_micros,
    sum(u.cost_micros) AS spent_micros,
    reference_micros - spent_micros AS saved_by_routing_micros,
    sum(u.saved_micros) AS saved_by_cache_micros
FROM
(
    SELECT
        toDate(r.at) AS day,
        r.tenant AS tenant,
        r.route AS route,
        p.model AS reference,
        r.currency AS currency,
        r.cost_micros AS cost_micros,
        r.saved_micros AS saved_micros,
        greatest(0, r.input_tokens) AS used_input,
        least(greatest(0, r.cached_input_tokens), used_input) AS from_cache,
        least(greatest(0, r.cache_write_tokens), used_input - from_cache) AS into_cache,
        least(greatest(0, r.cache_write_long_tokens), into_cache) AS for_an_hour,
        least(greatest(0, r.audio_input_tokens), used_input - from_cache - into_cache) AS sound,
        least(greatest(0, r.image_tokens), used_input - from_cache - into_cache - sound) AS pictures,
        greatest(0, r.output_tokens) AS used_output,
        least(greatest(0, r.reasoning_tokens), used_output) AS thought,
        least(greatest(0, r.audio_output_tokens), used_output - thought) AS spoken,
        p.input_micros_per_million AS input_price,
        p.output_micros_per_million AS output_price,
        p.cached_input_micros_per_million AS from_cache_price,
        p.cache_write_micros_per_million AS into_cache_price,
        ifNull(p.cache_write_long_micros_per_million, into_cache_price) AS for_an_hour_price,
        ifNull(p.audio_input_micros_per_million, input_price) AS sound_price,
        ifNull(p.image_micros_per_million, input_price) AS picture_price,
        ifNull(p.reasoning_micros_per_million, output_price) AS thought_price,
        ifNull(p.audio_output_micros_per_million, output_price) AS spoken_price,
        p.call_micros AS call_micros
    FROM requests AS r
    INNER JOIN
    (
        SELECT * FROM prices FINAL
        ORDER BY input_micros_per_million + output_micros_per_million DESC, model
        LIMIT 1 BY policy_version
    ) AS p ON r.policy_version = p.policy_version AND r.currency = p.currency
) AS u
GROUP BY day, tenant, route, reference, currency;
