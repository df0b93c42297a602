package dev.strowger.console.reconcile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tables of the warehouse add up to. */
public final class Warehouse {
  /** Rows that are asked for at once. */
  private static final int PAGE = 1_000;

  private static final int MAX_ROWS = 1_000_000;

  private final Query query;

  /** Asks ClickHouse; {@code ?} stand for the parameters. A result may be cut. */
  public interface Query {
    List<List<Object>> run(String sql, String... parameters) throws IOException;
  }

  /** Figures of one attempt. */
  record Entry(String requestId, long inputTokens, long outputTokens, long micros) {}

  Warehouse(Query query) {
    this.query = query;
  }

  Map<Account, Sums> sums(Selection selection) throws IOException {
    Map<Account, Sums> sums = new HashMap<>();
    String where =
        " WHERE ("
            + selection.month()
            + " = 0 OR toYYYYMM(at) = "
            + selection.month()
            + ") AND (? = '' OR tenant = ?)";
    String who = selection.tenant();
    for (List<Object> row :
        pages(
            "SELECT tenant, team, toYYYYMM(at) AS yyyymm, currency, count(), sum(input_tokens),"
                + " sum(output_tokens), sum(cost_micros) FROM attempts FINAL"
                + where
                + " GROUP BY tenant, team, yyyymm, currency"
                + " ORDER BY tenant, team, yyyymm, currency",
            who,
            who)) {
      Map<String, Long> micros = Map.of(text(row, 3), number(row, 7));
      add(sums, row, new Sums(0, number(row, 4), number(row, 5), number(row, 6), micros));
    }
    for (List<Object> row :
        pages(
            "SELECT tenant, team, toYYYYMM(at) AS yyyymm, count() FROM requests FINAL"
                + where
                + " AND outcome != 'REFUSED' GROUP BY tenant, team, yyyymm"
                + " ORDER BY tenant, team, yyyymm",
            who,
            who)) {
      add(sums, row, new Sums(number(row, 3), 0, 0, 0, Map.of()));
    }
    return sums;
  }

  /** Attempts of a tenant in a month, by event id: the first so many. */
  SortedMap<String, Entry> entries(Account account, int most) throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (List<Object> row :
        pages(
            "SELECT event_id, request_id, input_tokens, output_tokens, cost_micros"
                + " FROM attempts FINAL WHERE tenant = ? AND toYYYYMM(at) = "
                + account.month()
                + " ORDER BY event_id",
            account.tenant())) {
      if (entries.size() == most) {
        break;
      }
      entries.put(
          text(row, 0), new Entry(text(row, 1), number(row, 2), number(row, 3), number(row, 4)));
    }
    return entries;
  }

  /** First month of which everything is there: rows may be kept for some days only; yyyymm. */
  int firstWholeMonth() throws IOException {
    List<List<Object>> rows =
        query.run(
            "SELECT max(if(days = '', 0, toYYYYMM(addMonths(now('UTC') - toIntervalDay("
                + "toUInt32OrZero(days)), 1)))) FROM (SELECT extract(create_table_query,"
                + " 'toIntervalDay\\\\((\\\\d+)\\\\)') AS days FROM system.tables"
                + " WHERE database = currentDatabase() AND name IN ('attempts', 'requests'))");
    return rows.isEmpty() ? 0 : (int) number(rows.getFirst(), 0);
  }

  private static void add(Map<Account, Sums> sums, List<Object> row, Sums more) {
    String team = text(row, 1);
    int month = (int) number(row, 2);
    for (String of : team.isEmpty() ? List.of("") : List.of("", team)) {
      sums.merge(new Account(text(row, 0), of, month), more, Sums::plus);
    }
  }

  private List<List<Object>> pages(String sql, String... parameters) throws IOException {
    List<List<Object>> all = new ArrayList<>();
    List<List<Object>> page;
    do {
      page = query.run(sql + " LIMIT " + PAGE + " OFFSET " + all.size(), parameters);
      all.addAll(page);
    } while (!page.isEmpty() && all.size() < MAX_ROWS);
    return all;
  }

  private static String text(List<Object> row, int column) {
    return String.valueOf(row.get(column));
  }

  private static long number(List<Object> row, int column) {
    return row.get(column) instanceof Number number
        ? number.longValue()
        : Long.parseLong(text(row, column));
  }
}
