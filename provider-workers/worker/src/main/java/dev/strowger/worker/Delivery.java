package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.CacheRecord;
import dev.strowger.records.CandidateAnswer;
import dev.strowger.records.PathStep;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.StepRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * One delivery of a routed request: what is to be tried now.
 *
 * @param routed the record
 * @param headers of the record; those of a trace go on with what is sent
 * @param recordedAt the record's timestamp
 * @param shield between its client and all who are asked
 */
record Delivery(RoutedRecord routed, Headers headers, Instant recordedAt, Shield shield) {
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

  /** One that nothing stands between. */
  Delivery(RoutedRecord routed, Headers headers, Instant recordedAt) {
    this(routed, headers, recordedAt, Shield.NONE);
  }

  /** The same behind a shield. */
  Delivery shielded(Shield other) {
    return new Delivery(routed, headers, recordedAt, other);
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
    long before = routed.getPath().stream().filter(step -> !CacheStep.is(step)).count();
    return (int) before + 1 + beside();
  }

  /**
   * Calls of providers so far; what was passed over is none, nor is a look into the cache; what
   * runs beside this is one.
   */
  int calls() {
    return (int) routed.getPath().stream().filter(Delivery::asked).count() + beside();
  }

  private int beside() {
    return routed.getRival() ? 1 : 0;
  }

  static boolean asked(PathStep step) {
    return !step.getMessage().startsWith(NOT_ASKED) && !CacheStep.is(step);
  }

  /** Whether no step that answers comes after this one. */
  boolean last() {
    List<PlanStep> steps = routed.getPlan().getSteps();
    return steps.subList(routed.getStep() + 1, steps.size()).stream()
        .noneMatch(step -> step.getRole() == StepRole.ANSWER);
  }

  boolean judging() {
    return step().getRole() == StepRole.JUDGE;
  }

  /** The answer that this step judges. */
  Optional<CandidateAnswer> candidate() {
    return Optional.ofNullable(routed.getCandidate());
  }

  /** The same at the step whose answer this one judges. */
  Delivery answering() {
    return Escalating.judged(this).map(step -> moved(step, routed.getPath())).orElse(this);
  }

  /** The same, with the answer that this step judges as one that is not good enough. */
  Delivery notAccepted(String message) {
    List<PathStep> path = new ArrayList<>(routed.getPath());
    PlanStep judged = answering().step();
    for (int i = path.size() - 1; i >= 0; i--) {
      PathStep tried = path.get(i);
      if (tried.getProvider().equals(judged.getProvider())
          && tried.getModel().equals(judged.getModel())
          && tried.getResult().equals(Attempted.ANSWERED)
          && tried.getMessage().isEmpty()) {
        path.set(
            i,
            PathStep.newBuilder(tried)
                .setResult(FailureKind.NOT_ACCEPTED.label())
                .setMessage(message)
                .build());
        break;
      }
    }
    return moved(routed.getStep(), path);
  }

  private Delivery moved(int step, List<PathStep> path) {
    return new Delivery(
        new RoutedRecord(
            routed.getRequest(),
            routed.getPlan(),
            step,
            path,
            routed.getResume(),
            routed.getRival(),
            routed.getCandidate()),
        headers,
        recordedAt,
        shield);
  }

  /** The record by which the next step judges this answer. */
  RoutedRecord toJudge(CandidateAnswer answer) {
    Plan plan = routed.getPlan();
    return new RoutedRecord(
        routed.getRequest(), plan, routed.getStep() + 1, routed.getPath(), false, false, answer);
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
        recordedAt,
        shield);
  }

  /** The same, as if who once made this answer were its step. */
  Delivery by(CacheRecord answer) {
    List<PlanStep> steps = new ArrayList<>(routed.getPlan().getSteps());
    steps.set(
        routed.getStep(),
        PlanStep.newBuilder(step())
            .setProvider(answer.getProvider())
            .setModel(answer.getModel())
            .build());
    Plan plan = Plan.newBuilder(routed.getPlan()).setSteps(steps).build();
    return new Delivery(
        RoutedRecord.newBuilder(routed).setPlan(plan).build(), headers, recordedAt, shield);
  }

  /** The same, of which the request depends: no other step has it. */
  Delivery alone() {
    return new Delivery(
        RoutedRecord.newBuilder(routed).setRival(false).build(), headers, recordedAt, shield);
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
