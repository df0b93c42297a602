package dev.strowger.policy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a decision may depend on, and nothing else.
 *
 * @param requestId seed of every draw
 * @param at when the request was recorded
 */
public record CallFacts(
    String requestId, Instant at, Caller caller, Asked asked, Prompt prompt, Moment moment) {

  /** A call of which nothing is known but its model. */
  public static CallFacts plain(
      String requestId,
      String tenant,
      String model,
      boolean stream,
      Map<String, String> unavailable) {
    return new CallFacts(
        requestId,
        Instant.EPOCH,
        new Caller(tenant, "", "", "", Map.of()),
        new Asked(
            model,
            "chat",
            stream,
            Set.of(),
            0,
            OptionalLong.empty(),
            Map.of(),
            "",
            OptionalDouble.empty(),
            1,
            CacheMode.USE),
        Prompt.UNKNOWN,
        new Moment(unavailable, Map.of(), Set.of()));
  }

  /** The same call, of a caller who has spent a budget. */
  public CallFacts under(Thrift thrift) {
    Moment thrifty =
        new Moment(moment.unavailable(), moment.targets(), moment.stopped(), Optional.of(thrift));
    return new CallFacts(requestId, at, caller, asked, prompt, thrifty);
  }

  String model() {
    return asked.model();
  }

  /** Why a target cannot be asked; empty if it can. */
  Optional<String> unavailable(Target.Name target) {
    Map<String, String> all = moment.unavailable();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(all.get(target.provider()))
        .or(() -> Optional.ofNullable(all.get(target.toString())));
  }

  /**
   * Who asks.
   *
   * @param credential its id
   * @param user hash of the end user's name; empty if unknown
   */
  public record Caller(
      String tenant, String team, String credential, String user, Map<String, String> tags) {
    public Caller {
      tags = Map.copyOf(tags);
    }
  }

  /** What the client wants of the cache. */
  public enum CacheMode {
    USE,
    BYPASS,
    REFRESH
  }

  /**
   * What the request says.
   *
   * @param needs what a target must be able to do, in the catalogue's words
   * @param promptTokens estimate of the input
   * @param headers those the policy needs, names in lower case
   * @param conversation the same for all turns of one; empty if unknown
   * @param choices answers asked for
   */
  public record Asked(
      String model,
      String operation,
      boolean stream,
      Set<String> needs,
      long promptTokens,
      OptionalLong maxOutputTokens,
      Map<String, String> headers,
      String conversation,
      OptionalDouble temperature,
      int choices,
      CacheMode cacheMode) {
    public Asked {
      needs = Set.copyOf(needs);
      headers = Map.copyOf(headers);
    }
  }

  /**
   * What the words of the prompt say, as far as somebody looked.
   *
   * @param language ISO 639-1; empty if unknown
   * @param intents probability by intent
   * @param complexity 0 to 1
   * @param dataClasses declared and detected, in lower case: a rule must not miss one for its case
   * @param undetermined detectors could not look: any data class may be in it
   */
  public record Prompt(
      String language,
      Map<String, Double> intents,
      OptionalDouble complexity,
      Set<String> dataClasses,
      boolean undetermined) {
    public static final Prompt UNKNOWN =
        new Prompt("", Map.of(), OptionalDouble.empty(), Set.of(), false);

    public Prompt {
      intents = Map.copyOf(intents);
      dataClasses = Texts.lowerCase(dataClasses);
    }
  }

  /**
   * What is known of the world at that time.
   *
   * @param unavailable why a provider (by name) or a target ({@code provider/model}) cannot be
   *     asked now, e.g. {@code its provider is down}
   * @param targets measured state by {@code provider/model}
   * @param stopped {@code name@definition} of experiments that a guard has stopped
   * @param thrift set if a budget of the caller's is spent
   */
  public record Moment(
      Map<String, String> unavailable,
      Map<String, TargetState> targets,
      Set<String> stopped,
      Optional<Thrift> thrift) {
    public Moment(
        Map<String, String> unavailable, Map<String, TargetState> targets, Set<String> stopped) {
      this(unavailable, targets, stopped, Optional.empty());
    }

    public Moment {
      unavailable = Map.copyOf(unavailable);
      targets = Map.copyOf(targets);
      stopped = Set.copyOf(stopped);
    }
  }

  /**
   * What may still be asked when a budget is spent.
   *
   * @param selfHosted only what runs on machines of one's own
   * @param maxInputMicros highest price per million input tokens
   */
  public record Thrift(
      boolean selfHosted, OptionalLong maxInputMicros, OptionalLong maxOutputMicros) {}

  /**
   * How a target did lately, over all worker processes.
   *
   * @param latencyMs exponentially weighted mean of answered calls; 0: unknown, like the others
   * @param calls in the window, with what failed
   */
  public record TargetState(
      double latencyMs,
      double p95Ms,
      double firstTokenMs,
      double inFlight,
      double calls,
      double failures,
      double notAccepted) {}
}
