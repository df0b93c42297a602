package dev.strowger.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.bench.Measurement.Latency;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** All measurements of one run, as a table and as JSON. Latencies are shown in milliseconds. */
record Report(String machine, String setup, List<Row> rows) {
  private static final double MICROS_PER_MILLI = 1e3;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  Report {
    rows = List.copyOf(rows);
  }

  long problems() {
    return rows.stream().mapToLong(row -> row.measurement().bad()).sum();
  }

  List<Ratios> ratios() {
    return rows.stream()
        .map(Row::rate)
        .distinct()
        .flatMap(rate -> Ratios.at(rate, rows).stream())
        .toList();
  }

  String table() {
    StringBuilder out = new StringBuilder(machine).append('\n').append(setup).append("\n\n");
    out.append(heading());
    for (Row row : rows) {
      out.append(line(row));
      row.measurement()
          .problems()
          .forEach(
              (what, count) ->
                  out.append("    ").append(count).append(" × ").append(what).append('\n'));
    }
    ratios().forEach(ratio -> out.append(line(ratio)));
    return out.toString();
  }

  private static String heading() {
    return String.format(
        Locale.ROOT,
        "%-8s %7s %8s %7s %9s %9s %9s %9s %9s %9s%n",
        "part",
        "rate/s",
        "sent",
        "errors",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "max ms",
        "done/s",
        "CPU ms/rq");
  }

  private static String line(Row row) {
    Measurement m = row.measurement();
    Latency latency = m.latency();
    return String.format(
        Locale.ROOT,
        "%-8s %7.0f %8d %7d %9.2f %9.2f %9.2f %9.2f %9.1f %9s%n",
        row.part().name().toLowerCase(Locale.ROOT),
        row.rate(),
        m.schedule().count(),
        m.bad(),
        latency.p50() / MICROS_PER_MILLI,
        latency.p95() / MICROS_PER_MILLI,
        latency.p99() / MICROS_PER_MILLI,
        latency.max() / MICROS_PER_MILLI,
        m.throughput(),
        cpu(row.cpuMillis()));
  }

  private static String cpu(OptionalDouble millis) {
    return millis.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f", millis.getAsDouble());
  }

  private static String line(Ratios ratio) {
    return String.format(
        Locale.ROOT,
        "%nat %.0f/s the gateway adds %.2f ms at p50, %.2f × the bare pipeline; gateway / direct: "
            + "p50 %.1f, p95 %.1f, p99 %.1f",
        ratio.rate(),
        ratio.addedP50Micros() / MICROS_PER_MILLI,
        ratio.addedOverBare(),
        ratio.overDirect().p50(),
        ratio.overDirect().p95(),
        ratio.overDirect().p99());
  }

  String json() {
    ObjectNode json = MAPPER.createObjectNode().put("machine", machine).put("setup", setup);
    ArrayNode all = json.putArray("measurements");
    for (Row row : rows) {
      ObjectNode one = MeasurementJson.write(row.measurement());
      one.put("part", row.part().name().toLowerCase(Locale.ROOT));
      row.cpuMillis().ifPresent(millis -> one.put("cpu_ms_per_request", millis));
      all.add(one);
    }
    ArrayNode ratios = json.putArray("ratios");
    for (Ratios ratio : ratios()) {
      ratios
          .addObject()
          .put("rate_per_second", ratio.rate())
          .put("gateway_added_p50_us", ratio.addedP50Micros())
          .put("gateway_added_p50_over_bare_p50", ratio.addedOverBare())
          .put("gateway_over_direct_p50", ratio.overDirect().p50())
          .put("gateway_over_direct_p95", ratio.overDirect().p95())
          .put("gateway_over_direct_p99", ratio.overDirect().p99());
    }
    json.put("problems", problems());
    return json.toPrettyString();
  }
}
