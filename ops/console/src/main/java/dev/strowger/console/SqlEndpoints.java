package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Questions to ClickHouse: any SELECT, ready queries, and the story of one request. */
final class SqlEndpoints {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

  private final SqlRunner runner;
  private final ReadyQueries queries;

  SqlEndpoints(SqlRunner runner, ReadyQueries queries) {
    this.runner = runner;
    this.queries = queries;
  }

  Reply list(Call call) throws IOException {
    return Reply.ok(
        Map.of(
            "queries",
            queries.list().stream()
                .map(q -> ordered("name", q.name(), "description", q.description(), "sql", q.sql()))
                .toList()));
  }

  Reply run(Call call) throws IOException {
    Optional<String> query = call.optionalText("query").filter(q -> !q.isBlank());
    Optional<String> name = call.optionalText("name");
    if (query.isPresent() == name.isPresent()) {
      throw Refusal.badParam("query", "send either \"query\" (SQL) or \"name\" (a ready query)");
    }
    String format = call.optionalText("format").orElse("json");
    if (!format.equals("json") && !format.equals("table")) {
      throw Refusal.badParam("format", "\"format\" must be json or table");
    }
    QueryResult result = runner.run(name.isPresent() ? queries.get(name.get()).sql() : query.get());
    Map<String, Object> view = view(result);
    if (format.equals("table")) {
      view.remove("columns");
      view.remove("rows");
      view.put("text", TextTable.of(result));
    }
    return Reply.ok(view);
  }

  /** Which model answered, why, and at what cost. */
  Reply request(Call call) {
    String id = requestId(call);
    List<Map<String, Object>> requests = rows("requests", "", id);
    List<Map<String, Object>> decisions = rows("decisions", "", id);
    if (requests.isEmpty() && decisions.isEmpty()) {
      throw unknown(id);
    }
    return Reply.ok(
        ordered(
            "request",
            requests.isEmpty() ? null : requests.getFirst(),
            "decision",
            decisions.isEmpty() ? null : decisions.getFirst(),
            "attempts",
            rows("attempts FINAL", "ORDER BY started_at, number", id)));
  }

  private static Refusal unknown(String id) {
    return Refusal.notFound(
        "nothing is known of request " + id + "; what happened is seen here after a few seconds");
  }

  static String requestId(Call call) {
    String id = call.segment("requestId");
    if (!REQUEST_ID.matcher(id).matches()) {
      throw Refusal.badParam("requestId", "this is not the form of a request id");
    }
    return id;
  }

  private List<Map<String, Object>> rows(String from, String order, String requestId) {
    QueryResult.Table found =
        runner.run("SELECT * FROM " + from + " WHERE request_id = ? " + order, requestId).table();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<Object> row : found.rows()) {
      Map<String, Object> named = ordered();
      for (int i = 0; i < row.size(); i++) {
        named.put(found.columns().get(i).name(), row.get(i));
      }
      rows.add(named);
    }
    return rows;
  }

  private static Map<String, Object> view(QueryResult result) {
    return ordered(
        "columns",
        result.table().columns(),
        "rows",
        result.table().rows(),
        "rowCount",
        result.table().rows().size(),
        "cut",
        result.table().cut(),
        "elapsedMs",
        result.elapsed().toMillis());
  }
}
