package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A query's result as CSV (RFC 4180), with a header. */
final class Csv {
  private Csv() {}

  /**
   * @param result {@code {"columns": [{"name"}], "rows": [[…]]}}
   */
  static void print(JsonNode result, PrintWriter out) {
    List<String> header = new ArrayList<>();
    result.path("columns").forEach(c -> header.add(field(c.path("name").asText())));
    line(header, out);
    for (JsonNode row : result.path("rows")) {
      List<String> fields = new ArrayList<>();
      row.forEach(value -> fields.add(value.isNull() ? "" : field(value.asText())));
      line(fields, out);
    }
  }

  private static void line(List<String> fields, PrintWriter out) {
    out.print(String.join(",", fields));
    out.print("\r\n");
  }

  private static String field(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
