package dev.strowger.chaos;

import dev.strowger.chaos.Outcome.Break;
import dev.strowger.chaos.Outcome.End;
import dev.strowger.records.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param answered requests that got a whole answer, those that asked twice among them
 * @param repeated requests that asked again, with their key, after their connection broke
 * @param lostConnections requests without a key whose door was killed under them
 * @param errors other ends, by kind
 * @param accepted requests in the log
 * @param outcomes terminal events by outcome
 * @param lost accepted requests without a terminal event
 * @param endedTwice accepted requests with more than one
 * @param billedTwice keys for which more than one request was answered by a provider
 * @param calls of the providers that reached a model
 * @param duplicates completed calls of a target for a request that had one already
 * @param takenUp requests whose worker was killed and that another one called for
 * @param longestTakeoverMs from the kill to that call
 * @param problems why the run failed; empty if it did not
 */
record Reckoning(
    int asked,
    int answered,
    int repeated,
    int lostConnections,
    Map<String, Integer> errors,
    int accepted,
    Map<String, Integer> outcomes,
    List<String> lost,
    List<String> endedTwice,
    List<String> billedTwice,
    int calls,
    int duplicates,
    int takenUp,
    long longestTakeoverMs,
    Settlement settlement,
    List<String> problems) {
  /** Clocks and sockets are that far apart. */
  private static final long SLACK_MS = 1_500;

  static Reckoning of(
      List<Outcome> outcomes, Books books, Bill bill, List<Journal.Absence> absences) {
    Settlement settlement = Settlement.of(books, bill, absences);
    Takeover takeover = Takeover.of(bill, absences);
    List<String> lost = books.open();
    List<String> twice =
        books.terminals().entrySet().stream()
            .filter(e -> e.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .toList();
    List<String> billedTwice = billedTwice(books);
    Map<String, Integer> errors = errors(outcomes);
    List<String> problems = new ArrayList<>(settlement.unexplained());
    if (!settlement.even()) {
      problems.add("the settled cost is not what the providers bill");
    }
    lost.forEach(id -> problems.add(id + ": accepted, but never ended"));
    twice.forEach(id -> problems.add(id + ": ended more than once"));
    billedTwice.forEach(key -> problems.add("key " + key + ": paid for more than once"));
    errors.forEach(
        (kind, count) ->
            problems.add(
                count
                    + " clients were told: "
                    + kind
                    + ", e.g. "
                    + example(kind, outcomes, books)));
    outcomes.forEach(outcome -> problems.addAll(unexpected(outcome, books, absences)));
    if (books.accepted().isEmpty()) {
      problems.add("no request was accepted");
    }
    return new Reckoning(
        outcomes.size(),
        count(outcomes, End.ANSWERED),
        (int) outcomes.stream().filter(o -> !o.key().isEmpty() && !o.brokenAt().isEmpty()).count(),
        count(outcomes, End.LOST_CONNECTION),
        errors,
        books.accepted().size(),
        byOutcome(books),
        lost,
        twice,
        billedTwice,
        bill.calls().size(),
        takeover.duplicates(),
        takeover.takenUp().size(),
        takeover.longestMs(),
        settlement,
        List.copyOf(problems));
  }

  boolean good() {
    return problems.isEmpty();
  }

  /** One of them, with what the log says of it. */
  private static String example(String kind, List<Outcome> outcomes, Books books) {
    return outcomes.stream()
        .filter(o -> o.end() == End.ERROR && o.detail().equals(kind))
        .findFirst()
        .map(
            o ->
                o.requestId()
                    + " asked at "
                    + Instant.ofEpochMilli(o.startMs())
                    + ", ended "
                    + books.story(o.requestId()))
        .orElse("");
  }

  private static int count(List<Outcome> outcomes, End end) {
    return (int) outcomes.stream().filter(o -> o.end() == end).count();
  }

  private static Map<String, Integer> errors(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(o -> o.end() == End.ERROR)
        .collect(Collectors.toMap(Outcome::detail, _ -> 1, Integer::sum, TreeMap::new));
  }

  private static Map<String, Integer> byOutcome(Books books) {
    return books.terminals().values().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                (Terminal t) -> t.getOutcome().name(), _ -> 1, Integer::sum, TreeMap::new));
  }

  /**
   * The log has only hashes of keys: two requests with the same one were the same to the client.
   */
  private static List<String> billedTwice(Books books) {
    Map<String, Integer> answers = new HashMap<>();
    for (Books.Accepted request : books.accepted().values()) {
      boolean answered =
          books.terminals().getOrDefault(request.requestId(), List.of()).stream()
              .anyMatch(t -> t.getOutcome() == dev.strowger.records.Outcome.ANSWERED);
      if (answered) {
        request.key().ifPresent(key -> answers.merge(key, 1, Integer::sum));
      }
    }
    return answers.entrySet().stream()
        .filter(e -> e.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * A connection may break only where its door was killed; what was answered must be in the log.
   */
  private static List<String> unexpected(
      Outcome outcome, Books books, Collection<Journal.Absence> absences) {
    List<String> problems = new ArrayList<>();
    for (Break broken : outcome.brokenAt()) {
      if (absences.stream().noneMatch(a -> explains(a, broken))) {
        problems.add("a connection to " + broken.door() + " broke although it was not killed");
      }
    }
    if (outcome.end() == End.ANSWERED && !books.accepted().containsKey(outcome.requestId())) {
      problems.add(outcome.requestId() + ": answered, but never accepted");
    }
    return problems;
  }

  private static boolean explains(Journal.Absence absence, Break broken) {
    return absence.part().equals(broken.door())
        && absence.downMs() >= broken.sinceMs() - SLACK_MS
        && absence.downMs() <= broken.atMs() + SLACK_MS;
  }
}
