-- What each shadow's target said against what callers got, over the last 30 days
SELECT
    day,
    shadow,
    shadow_provider || '/' || shadow_model AS shadow_target,
    primary_provider || '/' || primary_model AS answered_by,
    copies,
    skipped,
    shadow_answered_percent,
    primary_answered_percent,
    shadow_p95_ms,
    primary_p95_ms,
    round(shadow_cost_micros / 1e6, 6) AS shadow_cost,
    round(primary_cost_micros / 1e6, 6) AS primary_cost,
    currency
FROM shadow_comparison
WHERE day >= today() - 30
ORDER BY day DESC, copies DESC
LIMIT 1000
