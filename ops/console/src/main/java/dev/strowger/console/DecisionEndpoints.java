package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.console.replay.DecisionLog;
import dev.strowger.records.Attempt;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Terminal;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;

/** Decisions that were made: why each was, who answered, and at what cost. */
final class DecisionEndpoints {
  private static final int LAST = 20;
  private static final int MAX_LAST = 1_000;

  private final DecisionLog decisions;
  private final SqlEndpoints older;
  private final Clock clock;

  /**
   * @param older knows those that are no longer in the log
   */
  DecisionEndpoints(DecisionLog decisions, SqlEndpoints older, Clock clock) {
    this.decisions = decisions;
    this.older = older;
    this.clock = clock;
  }

  Reply show(Call call) {
    String id = SqlEndpoints.requestId(call);
    try {
      Optional<DecisionLog.Story> story = decisions.story(id, clock.instant());
      return story.map(found -> Reply.ok(view(found))).orElseGet(() -> older.request(call));
    } catch (IOException | KafkaException e) {
      throw unavailable(e);
    }
  }

  Reply list(Call call) {
    int last = last(call);
    try {
      return Reply.ok(
          Map.of(
              "decisions",
              decisions.last(last, d -> wanted(call, d)).stream()
                  .map(DecisionEndpoints::line)
                  .toList()));
    } catch (IOException | KafkaException e) {
      throw unavailable(e);
    }
  }

  private static int last(Call call) {
    String text = call.query("last").orElse(Integer.toString(LAST));
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > MAX_LAST) {
      throw Refusal.badParam("last", "\"last\" must be a number up to " + MAX_LAST);
    }
    return Integer.parseInt(text);
  }

  private static boolean wanted(Call call, DecisionRecord decision) {
    return is(call, "route", decision, DecisionRecord::getRoute)
        && is(call, "model", decision, DecisionRecord::getRequestedModel)
        && is(call, "tenant", decision, DecisionRecord::getTenant);
  }

  private static boolean is(
      Call call, String name, DecisionRecord decision, Function<DecisionRecord, String> value) {
    return call.query(name).map(value.apply(decision)::equals).orElse(true);
  }

  static Refusal unavailable(Exception cause) {
    return Refusal.of(
        503, "log_unavailable", "the decisions could not be read: " + cause.getMessage());
  }

  private static Map<String, Object> line(DecisionRecord decision) {
    return ordered(
        "requestId", decision.getRequestId(),
        "at", decision.getAt().toString(),
        "tenant", decision.getTenant(),
        "model", decision.getRequestedModel(),
        "route", decision.getRoute(),
        "first", first(decision),
        "refusal", decision.getRefusal(),
        "policyVersion", decision.getPolicyVersion());
  }

  private static String first(DecisionRecord decision) {
    return decision.getCandidates().stream()
        .filter(c -> c.getPosition() == 0)
        .map(c -> c.getProvider() + "/" + c.getModel())
        .findFirst()
        .orElse("");
  }

  private static Map<String, Object> view(DecisionLog.Story story) {
    return ordered(
        "decision",
        RecordedView.of(story.decision()),
        "attempts",
        story.attempts().stream().map(DecisionEndpoints::attempt).toList(),
        "outcome",
        story.end().map(DecisionEndpoints::outcome).orElse(null));
  }

  private static Map<String, Object> attempt(EventRecord event) {
    if (!(event.getDetail() instanceof Attempt attempt)) {
      return ordered();
    }
    return ordered(
        "number", attempt.getNumber(),
        "provider", attempt.getProvider(),
        "model", attempt.getModel(),
        "result", attempt.getResult(),
        "message", attempt.getMessage(),
        "latencyMs", attempt.getLatencyUs() / 1000.0,
        "inputTokens", attempt.getUsage().getInputTokens(),
        "outputTokens", attempt.getUsage().getOutputTokens(),
        "costMicros", attempt.getCostMicros(),
        "currency", attempt.getCurrency());
  }

  private static Map<String, Object> outcome(EventRecord event) {
    if (!(event.getDetail() instanceof Terminal end)) {
      return ordered();
    }
    return ordered(
        "outcome", end.getOutcome().name(),
        "provider", end.getProvider(),
        "model", end.getModel(),
        "failure", end.getFailure(),
        "message", end.getMessage(),
        "inputTokens", end.getUsage().getInputTokens(),
        "outputTokens", end.getUsage().getOutputTokens(),
        "costMicros", end.getCostMicros(),
        "currency", end.getCurrency(),
        "cache", end.getCache(),
        "savedMicros", end.getSavedMicros(),
        "escalations", end.getEscalations(),
        "totalMs", end.getTotalUs() / 1000.0,
        "simulated", end.getSimulated(),
        "at", event.getAt().toString());
  }
}
