package dev.strowger.chaos;

import dev.strowger.records.Attempt;
import dev.strowger.records.Price;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what we settled with what the providers would bill, call by call.
 *
 * @param settledMicros all our attempts
 * @param billedMicros all calls the providers completed
 * @param estimatedMicros our attempts whose answer never came to its end
 * @param unrecorded completed calls whose worker was killed before it could write them down
 * @param cutShort completed calls of which we took only a part
 * @param unexplained one sentence each
 */
record Settlement(
    long settledMicros,
    long billedMicros,
    long estimatedMicros,
    Sum unrecorded,
    Sum cutShort,
    List<String> unexplained) {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger HALF = BigInteger.valueOf(500_000);

  /**
   * Some calls.
   *
   * @param requests their ids
   */
  record Sum(int calls, long micros, Set<String> requests) {}

  /** What must hold: every difference has its reason. */
  boolean even() {
    return unexplained.isEmpty()
        && settledMicros
            == billedMicros - unrecorded.micros() - cutShort.micros() + estimatedMicros;
  }

  static Settlement of(Books books, Bill bill, Collection<Journal.Absence> absences) {
    return new Sheet(books, absences).compare(bill);
  }

  /** The work of one comparison. */
  private static final class Sheet {
    private final Books books;
    private final Collection<Journal.Absence> absences;
    private final List<Bill.Call> unrecorded = new ArrayList<>();
    private final List<Bill.Call> cutShort = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();
    private long estimatedMicros;

    Sheet(Books books, Collection<Journal.Absence> absences) {
      this.books = books;
      this.absences = absences;
    }

    Settlement compare(Bill bill) {
      Map<String, List<Bill.Call>> completed = new HashMap<>();
      bill.calls().stream()
          .filter(Bill.Call::completed)
          .forEach(
              call ->
                  completed.computeIfAbsent(call.requestId(), _ -> new ArrayList<>()).add(call));
      long settled = 0;
      for (Map.Entry<String, List<Attempt>> entry : books.attempts().entrySet()) {
        for (Attempt attempt : entry.getValue()) {
          settled += attempt.getCostMicros();
        }
        request(
            entry.getKey(), entry.getValue(), completed.getOrDefault(entry.getKey(), List.of()));
      }
      completed.forEach(
          (id, calls) -> {
            if (!books.attempts().containsKey(id)) {
              calls.forEach(this::withoutRecord);
            }
          });
      long billed = completed.values().stream().flatMap(List::stream).mapToLong(this::cost).sum();
      return new Settlement(
          settled, billed, estimatedMicros, sum(unrecorded), sum(cutShort), unexplained);
    }

    private void request(String id, List<Attempt> attempts, List<Bill.Call> completed) {
      List<Bill.Call> left = new ArrayList<>(completed);
      List<Attempt> broken = new ArrayList<>();
      for (Attempt attempt : attempts) {
        if (!take(left, attempt)) {
          if (whole(attempt)) {
            unexplained.add(id + ": settled an answer that nobody was asked for");
          }
          broken.add(attempt);
          estimatedMicros += attempt.getCostMicros();
        }
      }
      for (Bill.Call call : left) {
        if (broken.removeIf(attempt -> target(attempt).equals(call.target()))) {
          cutShort.add(call);
        } else {
          withoutRecord(call);
        }
      }
    }

    /** An estimated one was closed by another worker than the one that had made it. */
    private static boolean whole(Attempt attempt) {
      return (attempt.getResult().equals("answered") || attempt.getResult().equals("late"))
          && !attempt.getUsage().getEstimated();
    }

    /** The call that this attempt is the record of: of equal ones, that of the same time. */
    private boolean take(List<Bill.Call> calls, Attempt attempt) {
      long at = attempt.getStartedAt().toEpochMilli();
      return calls.stream()
          .filter(call -> target(attempt).equals(call.target()))
          .filter(call -> attempt.getUsage().getInputTokens() == call.inputTokens())
          .filter(call -> attempt.getUsage().getOutputTokens() == call.outputTokens())
          .filter(call -> attempt.getCostMicros() == cost(call))
          .min(Comparator.comparingLong(call -> Math.abs(call.startedMs() - at)))
          .map(calls::remove)
          .orElse(false);
    }

    private void withoutRecord(Bill.Call call) {
      unrecorded.add(call);
      if (!killedWithWork(call)) {
        unexplained.add(
            call.requestId() + ": " + call.target() + " was called, nothing was settled");
      }
    }

    /** A worker died between the call and the end of the request, which another one wrote down. */
    private boolean killedWithWork(Bill.Call call) {
      long end = books.endMs(call.requestId());
      return absences.stream()
          .filter(a -> a.kind() == Kind.WORKER || a.kind() == Kind.ALL_IN_ONE)
          .anyMatch(a -> a.downMs() >= call.startedMs() && a.downMs() <= end);
    }

    private Sum sum(List<Bill.Call> calls) {
      Set<String> ids = new TreeSet<>();
      calls.forEach(call -> ids.add(call.requestId()));
      return new Sum(calls.size(), calls.stream().mapToLong(this::cost).sum(), ids);
    }

    /** As the catalogue has it: rounded once, half up. */
    private long cost(Bill.Call call) {
      Price price = books.prices().get(call.target());
      if (price == null) {
        return 0;
      }
      BigInteger micros =
          BigInteger.valueOf(call.inputTokens())
              .multiply(BigInteger.valueOf(price.getInputMicrosPerMillion()))
              .add(
                  BigInteger.valueOf(call.outputTokens())
                      .multiply(BigInteger.valueOf(price.getOutputMicrosPerMillion())));
      return micros.add(HALF).divide(MILLION).longValueExact();
    }

    private static String target(Attempt attempt) {
      return attempt.getProvider() + "/" + attempt.getModel();
    }
  }
}
