package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import java.util.List;
import java.util.Map;

/**
 * How each shadow does beside those that callers had, from ClickHouse. Means are of requests that
 * both answered; costs of requests that the shadow was called for.
 */
final class ShadowFigures {
  private static final int DAYS = 30;
  private static final int MAX_DAYS = 366;

  static final String SQL =
      "SELECT s.shadow AS shadow, concat(s.provider, '/', s.model) AS target,"
          + " count() AS copies,"
          + " countIf(s.result = 'answered') AS answered,"
          + " countIf(s.result NOT IN ('answered', 'skipped')) AS failed,"
          + " countIf(s.result = 'skipped') AS skipped,"
          + " round(avgOrNullIf(s.latency_us, s.result = 'answered' AND r.outcome = 'ANSWERED')"
          + " / 1000, 1) AS latencyMs,"
          + " round(avgOrNullIf(r.provider_us, s.result = 'answered' AND r.outcome = 'ANSWERED')"
          + " / 1000, 1) AS primaryLatencyMs,"
          + " sumIf(s.cost_micros, s.result != 'skipped') AS costMicros,"
          + " sumIf(r.cost_micros, s.result != 'skipped') AS primaryCostMicros,"
          + " s.currency AS currency"
          + " FROM requests AS r INNER JOIN (SELECT * FROM shadow_results FINAL"
          + " WHERE at >= now() - toIntervalDay(toUInt16(?))) AS s"
          + " ON r.tenant = s.tenant AND r.request_id = s.request_id"
          + " GROUP BY s.shadow, target, s.currency ORDER BY s.shadow, target, s.currency";

  private ShadowFigures() {}

  /** So many days back, the {@code days} of a call. */
  static int days(Call call) {
    String text = call.query("days").orElse(Integer.toString(DAYS));
    if (!text.matches("[0-9]{1,3}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_DAYS) {
      throw Refusal.badParam("days", "\"days\" must be a number from 1 to " + MAX_DAYS);
    }
    return Integer.parseInt(text);
  }

  static List<Map<String, Object>> of(SqlRunner sql, int days) {
    QueryResult.Table table = sql.run(SQL, Integer.toString(days)).table();
    return table.rows().stream().map(row -> named(table.columns(), row)).toList();
  }

  private static Map<String, Object> named(List<QueryResult.Column> columns, List<Object> row) {
    Map<String, Object> named = ordered();
    for (int i = 0; i < columns.size(); i++) {
      named.put(columns.get(i).name(), row.get(i));
    }
    return named;
  }
}
