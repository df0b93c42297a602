package dev.strowger.facts;

import dev.strowger.policy.CallFacts;
import dev.strowger.policy.CallFacts.Asked;
import dev.strowger.policy.CallFacts.CacheMode;
import dev.strowger.policy.CallFacts.Caller;
import dev.strowger.policy.CallFacts.Moment;
import dev.strowger.policy.CallFacts.Prompt;
import dev.strowger.policy.CallFacts.TargetState;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.TargetView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a decision may depend on, from what travels. */
public final class CallFactsOf {
  /** Among the detectors that found something: they could not look. */
  public static final String UNDETERMINED = "undetermined";

  private CallFactsOf() {}

  /**
   * @param at when the request was recorded; to the millisecond, as its decision will have it
   */
  public static CallFacts request(RequestRecord request, Instant at, Moment moment) {
    RequestFacts facts = request.getFacts();
    return new CallFacts(
        request.getRequestId(),
        at.truncatedTo(ChronoUnit.MILLIS),
        new Caller(
            request.getTenant(),
            request.getTeam(),
            request.getCredentialId(),
            facts.getUser(),
            facts.getTags()),
        asked(request.getModel(), request.getOperation(), request.getStream(), facts),
        prompt(facts),
        moment);
  }

  /** The same call, of whose words nobody knows whether any data class is in them. */
  public static CallFacts unseen(CallFacts call) {
    Prompt prompt = call.prompt();
    return new CallFacts(
        call.requestId(),
        call.at(),
        call.caller(),
        call.asked(),
        new Prompt(
            prompt.language(), prompt.intents(), prompt.complexity(), prompt.dataClasses(), true),
        call.moment());
  }

  /**
   * What a decision was made of. Empty for decisions that are not the policy's: the time of the
   * request was over, it repeated another, or no policy was in force.
   */
  public static Optional<CallFacts> decision(DecisionRecord decision) {
    return Optional.ofNullable(decision.getFacts()).map(facts -> decision(decision, facts));
  }

  private static CallFacts decision(DecisionRecord decision, RequestFacts facts) {
    return new CallFacts(
        decision.getRequestId(),
        decision.getAt(),
        new Caller(
            decision.getTenant(),
            decision.getTeam(),
            decision.getCredentialId(),
            facts.getUser(),
            facts.getTags()),
        asked(decision.getRequestedModel(), decision.getOperation(), decision.getStream(), facts),
        prompt(facts),
        moment(decision));
  }

  private static Asked asked(String model, String operation, boolean stream, RequestFacts facts) {
    return new Asked(
        model,
        operation,
        stream,
        Set.copyOf(facts.getNeeds()),
        facts.getPromptTokens(),
        optional(facts.getMaxOutputTokens()),
        facts.getHeaders(),
        facts.getConversation(),
        optional(facts.getTemperature()),
        facts.getChoices(),
        cacheMode(facts.getCacheMode()));
  }

  private static Prompt prompt(RequestFacts facts) {
    return new Prompt(
        facts.getLanguage(),
        facts.getIntents(),
        optional(facts.getComplexity()),
        dataClasses(facts),
        facts.getDetected().contains(UNDETERMINED));
  }

  /** A client may declare several, with commas between. */
  private static Set<String> dataClasses(RequestFacts facts) {
    Set<String> classes = new HashSet<>(facts.getDetectedClasses());
    for (String declared : facts.getDataClass().split(",", -1)) {
      if (!declared.isBlank()) {
        classes.add(declared.strip());
      }
    }
    return classes;
  }

  private static Moment moment(DecisionRecord decision) {
    Map<String, TargetState> targets = new HashMap<>();
    decision.getTargets().forEach(view -> targets.put(view.getTarget(), state(view)));
    return new Moment(
        decision.getUnavailable(),
        targets,
        Set.copyOf(decision.getStopped()),
        ThriftOf.record(decision.getThrift()));
  }

  private static TargetState state(TargetView view) {
    return new TargetState(
        view.getLatencyMs(),
        view.getP95Ms(),
        view.getFirstTokenMs(),
        view.getInFlight(),
        view.getCalls(),
        view.getFailures(),
        view.getNotAccepted());
  }

  private static CacheMode cacheMode(String name) {
    return switch (name) {
      case "bypass" -> CacheMode.BYPASS;
      case "refresh" -> CacheMode.REFRESH;
      default -> CacheMode.USE;
    };
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
