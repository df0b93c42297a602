package dev.strowger.console.replay;

import dev.strowger.console.log.PartitionCursor;
import dev.strowger.console.replay.Tally.Group;
import dev.strowger.facts.CallFactsOf;
import dev.strowger.policy.CallFacts;
import dev.strowger.policy.Decision;
import dev.strowger.policy.ModelPrice;
import dev.strowger.policy.Policy;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.TargetView;
import dev.strowger.records.Terminal;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of one partition, made again one by one; used by one thread. A decision waits for
 * the end of its request among the events, which are read as far as the decisions are: so no more
 * wait than requests were open at the same time.
 */
final class PartitionReplay {
  /** Where more requests were open at a time, the oldest are priced by expectation. */
  static final int MAX_OPEN = 50_000;

  private static final int STRIDE = 1_000;

  private final Policy policy;
  private final PriceBook prices;
  private final @Nullable PartitionCursor<EventRecord> events;
  private final Tally tally;
  private final Map<String, Question> open = new LinkedHashMap<>();
  private Instant reached = Instant.MIN;
  private long sinceEvents;

  /** What a request would cost before and after, once its tokens are known. */
  private record Question(
      Optional<ModelPrice> before, Optional<ModelPrice> after, Tokens expected) {}

  /**
   * @param events of the same partition; null: none are known
   */
  PartitionReplay(
      Policy policy, PriceBook prices, @Nullable PartitionCursor<EventRecord> events, Tally tally) {
    this.policy = policy;
    this.prices = prices;
    this.events = events;
    this.tally = tally;
  }

  Tally tally() {
    return tally;
  }

  void take(DecisionRecord recorded) throws IOException {
    tally.add(Group.TOTAL, "decisions", 1);
    Optional<CallFacts> facts = CallFactsOf.decision(recorded);
    RequestFacts asked = recorded.getFacts();
    if (facts.isEmpty() || asked == null) {
      tally.add(Group.TOTAL, "notByPolicy", 1);
      return;
    }
    Decision decision = policy.decide(facts.get());
    Verdict before = Verdict.recorded(recorded);
    Verdict after = Verdict.now(decision);
    compare(recorded, before, after);
    if (decision instanceof Decision.Refused refused) {
      tally.add(Group.REFUSAL, refused.code(), 1);
    }
    latency(recorded, before, after);
    open.put(
        recorded.getRequestId(),
        new Question(
            before.first().isEmpty()
                ? Optional.empty()
                : prices.price(recorded.getPolicyVersion(), before.first()),
            decision instanceof Decision.Planned planned && !planned.steps().isEmpty()
                ? planned.steps().getFirst().price()
                : Optional.empty(),
            Tokens.expected(asked)));
    if (before.refused()) {
      settle(recorded.getRequestId(), null);
    }
    reached = recorded.getAt().isAfter(reached) ? recorded.getAt() : reached;
    if (++sinceEvents == STRIDE) {
      sinceEvents = 0;
      readEvents(reached);
    }
    if (open.size() > MAX_OPEN) {
      Iterator<String> oldest = open.keySet().iterator();
      settle(oldest.next(), null);
    }
  }

  /** Reads the events to their end; requests of which none tells are priced by expectation. */
  void finish() throws IOException {
    readEvents(Instant.MAX);
    for (String requestId : Set.copyOf(open.keySet())) {
      settle(requestId, null);
    }
    tally.add(Group.TOTAL, "unreadable", events == null ? 0 : events.unreadable());
  }

  private void compare(DecisionRecord recorded, Verdict before, Verdict after) {
    boolean changed = !before.sameAs(after);
    int one = changed ? 1 : 0;
    tally.add(Group.TOTAL, "again", 1);
    tally.add(Group.TOTAL, "changed", one);
    tally.add(Group.TOTAL, "otherFirst", before.first().equals(after.first()) ? 0 : 1);
    tally.add(Group.TOTAL, "refusedBefore", before.refused() ? 1 : 0);
    tally.add(Group.TOTAL, "refusedAfter", after.refused() ? 1 : 0);
    tally.add(Group.TOTAL, "newlyRefused", !before.refused() && after.refused() ? 1 : 0);
    tally.add(Group.TOTAL, "noLongerRefused", before.refused() && !after.refused() ? 1 : 0);
    share(Group.MODEL, before.first(), after.first());
    share(Group.ROUTE, before.route(), after.route());
    if (changed) {
      tally.add(Group.MOVE, place(before) + " → " + place(after), 1);
      tally.changed(
          new ChangedDecision(
              recorded.getRequestId(),
              ChangedDecision.text(recorded.getAt()),
              recorded.getTenant(),
              recorded.getRequestedModel(),
              recorded.getPolicyVersion(),
              new ChangedDecision.Changes(before, after)));
    }
    Set<String> rules = new LinkedHashSet<>(before.rules());
    rules.addAll(after.rules());
    for (String rule : rules) {
      tally.add(
          Group.RULE,
          rule,
          before.rules().contains(rule) ? 1 : 0,
          after.rules().contains(rule) ? 1 : 0,
          one);
    }
  }

  private void share(Group group, String before, String after) {
    if (!before.isEmpty()) {
      tally.add(group, before, 1, 0);
    }
    if (!after.isEmpty()) {
      tally.add(group, after, 0, 1);
    }
  }

  private static String place(Verdict verdict) {
    return verdict.refused() ? "refused" : verdict.route();
  }

  /** Only where both targets had been measured: else unequal things were compared. */
  private void latency(DecisionRecord recorded, Verdict before, Verdict after) {
    OptionalLong old = measuredUs(recorded, before.first());
    OptionalLong now = measuredUs(recorded, after.first());
    if (old.isPresent() && now.isPresent()) {
      tally.add(Group.LATENCY, "mean", 1, old.getAsLong(), now.getAsLong());
    }
  }

  private static OptionalLong measuredUs(DecisionRecord recorded, String target) {
    for (TargetView view : recorded.getTargets()) {
      if (view.getTarget().equals(target) && view.getLatencyMs() > 0) {
        return OptionalLong.of(Math.round(view.getLatencyMs() * 1_000));
      }
    }
    return OptionalLong.empty();
  }

  private void readEvents(Instant until) throws IOException {
    if (events == null) {
      return;
    }
    EventRecord event = events.peek();
    while (event != null && !event.getAt().isAfter(until) && !open.isEmpty()) {
      events.next();
      if (event.getDetail() instanceof Terminal terminal
          && open.containsKey(event.getRequestId())) {
        settle(event.getRequestId(), terminal);
      }
      event = events.peek();
    }
  }

  /**
   * @param end how the request ended; null: not known
   */
  private void settle(String requestId, @Nullable Terminal end) {
    Question question = open.remove(requestId);
    if (question == null) {
      return;
    }
    if (end != null && !end.getCache().isEmpty()) {
      tally.add(Group.TOTAL, "fromCache", 1);
      return;
    }
    boolean counted = end != null && end.getOutcome() == Outcome.ANSWERED;
    Tokens tokens = counted && end != null ? Tokens.counted(end.getUsage()) : question.expected();
    tally.add(Group.TOTAL, counted ? "byUsage" : "byExpectation", 1);
    question
        .before()
        .ifPresent(p -> tally.add(Group.COST, p.currency(), tokens.costMicros(p), 0, 1, 0));
    question
        .after()
        .ifPresent(p -> tally.add(Group.COST, p.currency(), 0, tokens.costMicros(p), 0, 1));
  }
}
