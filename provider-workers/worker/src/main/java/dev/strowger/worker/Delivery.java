package dev.strowger.worker;

import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/**
 * One delivery of a routed request: what is to be tried now.
 *
 * @param routed the record
 * @param headers of the record; those of a trace go on with what is sent
 * @param recordedAt the record's timestamp
 */
record Delivery(RoutedRecord routed, Headers headers, Instant recordedAt) {
  /** Begins the message of a step that was passed over without a call. */
  static final String NOT_ASKED = "not asked: ";

  /** A record that is older was perhaps delivered to another worker before, which has died. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private static final int MAX_MESSAGE_CHARS = 500;

  Delivery {
    int steps = routed.getPlan().getSteps().size();
    if (routed.getStep() < 0 || routed.getStep() >= steps) {
      throw new IllegalArgumentException(
          "step " + routed.getStep() + " of a plan of " + steps + " steps");
    }
  }

  RequestRecord request() {
    return routed.getRequest();
  }

  String requestId() {
    return routed.getRequest().getRequestId();
  }

  PlanStep step() {
    return routed.getPlan().getSteps().get(routed.getStep());
  }

  /** Whether the client may ask for the answer again, by its Idempotency-Key. */
  boolean keyed() {
    return request().getIdempotencyKey() != null;
  }

  /** Of this attempt over the whole path, from 1. */
  int number() {
    return routed.getPath().size() + 1 + beside();
  }

  /** Calls of providers so far; what was passed over is none, what runs beside this is one. */
  int calls() {
    return (int) routed.getPath().stream().filter(Delivery::asked).count() + beside();
  }

  private int beside() {
    return routed.getRival() ? 1 : 0;
  }

  static boolean asked(PathStep step) {
    return !step.getMessage().startsWith(NOT_ASKED);
  }

  boolean last() {
    return routed.getStep() == routed.getPlan().getSteps().size() - 1;
  }

  /** No call of a provider begins later: the request's deadline, or its plan's budget of time. */
  Instant lastCallBefore() {
    Instant deadline = request().getDeadline();
    int budgetMs = routed.getPlan().getBudgetMs();
    Instant budget = request().getReceivedAt().plusMillis(budgetMs);
    return budgetMs > 0 && budget.isBefore(deadline) ? budget : deadline;
  }

  /** Whether the client may have a part of its answer already. */
  boolean perhapsBegun(Instant now) {
    return request().getStream() && (routed.getResume() || recordedAt.plus(FRESH).isBefore(now));
  }

  /** The same step, with this at the end of the path. */
  Delivery with(PathStep tried) {
    List<PathStep> path = new ArrayList<>(routed.getPath());
    path.add(tried);
    return new Delivery(
        new RoutedRecord(
            routed.getRequest(),
            routed.getPlan(),
            routed.getStep(),
            path,
            routed.getResume(),
            routed.getRival(),
            routed.getCandidate()),
        headers,
        recordedAt);
  }

  /** The same, of which the request depends: no other step has it. */
  Delivery alone() {
    return new Delivery(
        RoutedRecord.newBuilder(routed).setRival(false).build(), headers, recordedAt);
  }

  /**
   * The record by which another step goes on, with this path.
   *
   * @param resume whether the client may have a part of its answer
   */
  RoutedRecord at(int step, boolean resume) {
    return new RoutedRecord(
        routed.getRequest(), routed.getPlan(), step, routed.getPath(), resume, false, null);
  }

  static String cut(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS) + "…";
  }
}
