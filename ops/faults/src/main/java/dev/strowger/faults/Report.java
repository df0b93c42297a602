package dev.strowger.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of a run, for people and for programs. */
record Report(List<Row> rows, Optional<Outage.Result> outage) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MILLIS = 1e3;

  Report {
    rows = List.copyOf(rows);
  }

  boolean passed() {
    return rows.stream().allMatch(Row::passed) && outage.stream().allMatch(Outage.Result::passed);
  }

  String table() {
    StringBuilder out = new StringBuilder();
    if (!rows.isEmpty()) {
      out.append(line("#", "fault", "primary", "fallback", "seconds", "verdict"));
      rows.forEach(row -> out.append(lines(row)));
      long passed = rows.stream().filter(Row::passed).count();
      out.append("\n%d of %d passed%n".formatted(passed, rows.size()));
    }
    outage.ifPresent(result -> out.append('\n').append(result.table()));
    return out.toString();
  }

  static String lines(Row row) {
    StringBuilder out = new StringBuilder();
    out.append(
        line(
            row.id(),
            row.title(),
            Integer.toString(row.primary()),
            Integer.toString(row.fallback()),
            String.format(Locale.ROOT, "%.1f", row.took().toMillis() / MILLIS),
            row.passed() ? "pass" : "FAIL"));
    row.problems()
        .forEach(problem -> out.append("                  ! ").append(problem).append('\n'));
    row.notes().forEach(note -> out.append("                    ").append(note).append('\n'));
    return out.toString();
  }

  private static String line(String... cells) {
    return String.format(
        Locale.ROOT,
        "%-15s %-50s %7s %8s %7s  %s%n",
        cells[0],
        cells[1],
        cells[2],
        cells[3],
        cells[4],
        cells[5]);
  }

  String json() {
    ObjectNode json = JSON.createObjectNode().put("passed", passed());
    ArrayNode faults = json.putArray("faults");
    for (Row row : rows) {
      ObjectNode one = faults.addObject().put("id", row.id()).put("fault", row.title());
      one.put("passed", row.passed());
      one.put("primary_attempts", row.primary()).put("fallback_attempts", row.fallback());
      one.put("wall_ms", row.took().toMillis());
      row.problems().forEach(one.putArray("problems")::add);
      row.notes().forEach(one.putArray("notes")::add);
    }
    outage.ifPresent(result -> json.set("outage", result.json()));
    return json.toPrettyString();
  }
}
