package dev.strowger.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run on paper.
 *
 * @param title what was done
 */
record Report(
    String title,
    long seed,
    List<Journal.Absence> absences,
    Reckoning reckoning,
    Reconciled reconciled) {
  private static final int MOST_PROBLEMS = 20;

  String table() {
    Reckoning r = reckoning;
    Settlement s = r.settlement();
    Formatter out = new Formatter(Locale.ROOT);
    out.format("%n%s (seed %d)%n", title, seed);
    row(out, "parts that went away", absences.size() + away());
    row(out, "requests sent", Integer.toString(r.asked()));
    row(out, "  answered whole", r.answered() + ", " + r.repeated() + " after a repeat by key");
    row(out, "  lost their connection", r.lostConnections() + " (their ingress was killed)");
    row(out, "  told of an error", r.errors().isEmpty() ? "0" : r.errors().toString());
    row(out, "accepted (llm.requests)", Integer.toString(r.accepted()));
    row(out, "terminal events (llm.events)", terminals() + " " + r.outcomes());
    row(out, "  lost", Integer.toString(r.lost().size()));
    row(out, "  more than one", Integer.toString(r.endedTwice().size()));
    row(out, "keys paid for twice", Integer.toString(r.billedTwice().size()));
    row(out, "calls at the providers", r.calls() + ", " + r.duplicates() + " completed twice");
    row(out, "taken up by another worker", r.takenUp() + longest());
    row(out, "billed by the providers", money(s.billedMicros()));
    row(out, "  - their worker was killed", some(s.unrecorded()));
    row(out, "  - read in part", some(s.cutShort()));
    row(out, "  + estimated for broken ones", money(s.estimatedMicros()));
    row(out, "settled by us", money(s.settledMicros()) + (s.even() ? "  even" : "  NOT EVEN"));
    row(
        out,
        "books reconciled",
        reconciled.accounts()
            + " accounts, "
            + reconciled.events()
            + (reconciled.differing().isEmpty() ? " events  equal" : " events  NOT EQUAL"));
    reconciled.notes().forEach(note -> out.format("    %s%n", note));
    if (!s.unrecorded().requests().isEmpty()) {
      out.format(
          "called, but never written down: %s%n", String.join(" ", s.unrecorded().requests()));
    }
    List<String> problems =
        Stream.concat(r.problems().stream(), reconciled.differing().stream()).toList();
    problems.stream().limit(MOST_PROBLEMS).forEach(problem -> out.format("  FAILED %s%n", problem));
    if (problems.size() > MOST_PROBLEMS) {
      out.format("  ... and %d more%n", problems.size() - MOST_PROBLEMS);
    }
    out.format("%s%n", good() ? "PASSED: nothing was lost" : "FAILED");
    return out.toString();
  }

  String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("title", title).put("seed", seed).put("passed", good());
    json.set("absences", mapper.valueToTree(absences));
    json.set("reconciled", mapper.valueToTree(reconciled));
    json.set("figures", mapper.valueToTree(reckoning));
    return json.toPrettyString();
  }

  /** Nothing was lost, and all books agree. */
  boolean good() {
    return reckoning.good() && reconciled.differing().isEmpty();
  }

  private int terminals() {
    return reckoning.outcomes().values().stream().mapToInt(Integer::intValue).sum();
  }

  private String away() {
    Map<String, Long> kinds =
        absences.stream()
            .collect(
                Collectors.groupingBy(
                    a -> a.kind().label(), java.util.TreeMap::new, Collectors.counting()));
    return " " + kinds;
  }

  private String longest() {
    return reckoning.takenUp() == 0
        ? ""
        : String.format(
            Locale.ROOT, ", longest wait %.1f s", reckoning.longestTakeoverMs() / 1_000.0);
  }

  private static String some(Settlement.Sum sum) {
    return money(sum.micros()) + ", " + sum.calls() + " calls";
  }

  private static String money(long micros) {
    return String.format(Locale.ROOT, "$%.6f", micros / 1e6);
  }

  private static void row(Formatter out, String what, String value) {
    out.format("  %-30s %s%n", what, value);
  }
}
