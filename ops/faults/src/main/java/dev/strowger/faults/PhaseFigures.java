package dev.strowger.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Requests that were due before, during or after the outage. Latencies are milliseconds. */
final class PhaseFigures {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DIGITS = 3;
  private static final double MICROS_PER_MILLI = 1e3;

  private final String name;
  private final Histogram whole = new ConcurrentHistogram(DIGITS);
  private final Histogram streamed = new ConcurrentHistogram(DIGITS);
  private final Map<String, Integer> problems = new ConcurrentHashMap<>();

  PhaseFigures(String name) {
    this.name = name;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /**
   * @param problem empty if it went well
   * @param micros since it was due
   */
  void note(boolean stream, String problem, long micros) {
    (stream ? streamed : whole).recordValue(Math.max(0, micros));
    if (!problem.isEmpty()) {
      problems.merge(problem, 1, Integer::sum);
    }
  }

  long sent() {
    return whole.getTotalCount() + streamed.getTotalCount();
  }

  long errors() {
    return problems.values().stream().mapToInt(Integer::intValue).sum();
  }

  double p99(boolean stream) {
    return percentile(stream, 99);
  }

  private double percentile(boolean stream, double percent) {
    return (stream ? streamed : whole).getValueAtPercentile(percent) / MICROS_PER_MILLI;
  }

  String line() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%-8s %8d %8d %13.1f %13.1f %13.1f %13.1f%n",
            name,
            sent(),
            errors(),
            percentile(false, 50),
            percentile(false, 99),
            percentile(true, 50),
            percentile(true, 99)));
    new TreeMap<>(problems)
        .forEach((what, times) -> out.append("         ! %d × %s%n".formatted(times, what)));
    return out.toString();
  }

  ObjectNode json() {
    ObjectNode json = object().put("phase", name).put("sent", sent()).put("errors", errors());
    json.put("p50_ms", percentile(false, 50)).put("p99_ms", percentile(false, 99));
    json.put("stream_p50_ms", percentile(true, 50)).put("stream_p99_ms", percentile(true, 99));
    return json;
  }
}
