package dev.strowger.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What the policy says about one call, and why. */
public sealed interface Decision {
  /** All that was looked at, in the order of the policy. */
  List<Candidate> candidates();

  /** Names of the constraints that held for the call. */
  List<String> rules();

  /**
   * A plan: try the steps in this order.
   *
   * @param route name of the route; {@code direct} when the client named {@code provider/model}
   */
  record Planned(
      String route, List<Step> steps, List<Candidate> candidates, List<String> rules, Terms terms)
      implements Decision {
    public Planned {
      steps = List.copyOf(steps);
      candidates = List.copyOf(candidates);
      rules = List.copyOf(rules);
    }
  }

  /**
   * No target may serve this call.
   *
   * @param status HTTP status for the client: 404 no such model, 403 a rule forbids it, 400 no
   *     target can do what it needs
   * @param code OpenAI error code, e.g. {@code model_not_found}
   * @param message what the client can do about it
   */
  record Refused(
      int status, String code, String message, List<Candidate> candidates, List<String> rules)
      implements Decision {
    public Refused {
      candidates = List.copyOf(candidates);
      rules = List.copyOf(rules);
    }
  }

  /**
   * What holds for a plan as a whole.
   *
   * @param strategy its name in the manifest
   * @param safety the route's settings for the providers' own safety filters
   * @param budget of all steps together
   * @param cache empty: answers are neither looked for nor kept
   * @param protection of the contents
   */
  record Terms(
      String strategy,
      Map<String, String> safety,
      Budget budget,
      Optional<Cache> cache,
      Optional<Arm> arm,
      List<ShadowCopy> shadows,
      Protection protection) {
    public Terms {
      safety = Map.copyOf(safety);
      shadows = List.copyOf(shadows);
    }

    /** Contents are left alone. */
    public Terms(
        String strategy,
        Map<String, String> safety,
        Budget budget,
        Optional<Cache> cache,
        Optional<Arm> arm,
        List<ShadowCopy> shadows) {
      this(strategy, safety, budget, cache, arm, shadows, Protection.NONE);
    }
  }

  /**
   * Answers may be given again.
   *
   * @param read whether a kept answer may be given
   * @param write whether the answer is kept
   * @param allowed {@code provider/model} of all whose answers may be given to this call
   * @param space hash of what must be the same in the policy for answers to be the same
   */
  record Cache(
      OptionalDouble threshold,
      long ttlMs,
      boolean read,
      boolean write,
      Set<String> allowed,
      String space) {
    public Cache {
      allowed = Set.copyOf(allowed);
    }
  }

  /**
   * Where an experiment has put the call.
   *
   * @param treatment else control
   */
  record Arm(String experiment, String definition, boolean treatment) {}

  /** A copy for a target whose answer the caller never sees. */
  record ShadowCopy(String shadow, Step step, int perMinute, long dailyMicros) {}

  /** What a step does. */
  enum Role {
    ANSWER,
    /** Says whether the answer of the step before is good. */
    JUDGE
  }

  /**
   * One step of a plan.
   *
   * @param maxLatencyMs latency target, if any; not enforced on the last step of a plan
   * @param card what the catalogue says of the model
   * @param resilience what is done when it fails
   * @param accept what its answer must be like; the judge of a JUDGE step is that of its own
   * @param reason why it stands here
   */
  record Step(
      String provider,
      String model,
      Role role,
      Optional<Integer> maxLatencyMs,
      ModelCard card,
      Resilience resilience,
      Optional<Acceptance> accept,
      String reason) {

    /** When the catalogue has one. */
    public Optional<ModelPrice> price() {
      return card.price();
    }

    /** Tokens of prompt and answer together, when the catalogue says. */
    public Optional<Integer> contextWindow() {
      return card.contextWindow();
    }
  }

  /**
   * A target that was considered.
   *
   * @param position in the plan from 0; -1 if excluded
   * @param reason why it stands there, or {@code excluded: } and why
   * @param scores what the order went by: cost in micros, latency in ms, quality and so on
   */
  record Candidate(
      String provider,
      String model,
      long weight,
      int position,
      String reason,
      Map<String, Double> scores) {
    public Candidate {
      scores = Map.copyOf(scores);
    }
  }
}
