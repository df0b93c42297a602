-- Cost, requests and tokens of each tenant and credential over the last 30 days
SELECT
    tenant,
    credential_id,
    sum(requests) AS requests,
    sum(errors) AS without_answer,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    round(sum(cost_micros) / 1e6, 6) AS cost,
    currency
FROM requests_by_tenant_hour
WHERE hour >= now() - INTERVAL 30 DAY
GROUP BY tenant, credential_id, currency
ORDER BY cost DESC
LIMIT 1000
