package dev.strowger.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the policy says about one call, and why. */
public sealed interface Decision {
  /** All that was looked at, in the order of the policy. */
  List<Candidate> candidates();

  /**
   * A plan: try the steps in this order.
   *
   * @param route name of the route; {@code direct} when the client named {@code provider/model}
   * @param safety the route's settings for the providers' own safety filters
   * @param budget of all steps together
   */
  record Planned(
      String route,
      List<Step> steps,
      List<Candidate> candidates,
      Map<String, String> safety,
      Budget budget)
      implements Decision {
    public Planned {
      safety = Map.copyOf(safety);
      steps = List.copyOf(steps);
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * No target may serve this call.
   *
   * @param status HTTP status for the client
   * @param code OpenAI error code, e.g. {@code model_not_found}
   * @param message what the client can do about it
   */
  record Refused(int status, String code, String message, List<Candidate> candidates)
      implements Decision {
    public Refused {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * One step of a plan.
   *
   * @param maxLatencyMs latency target, if any; not enforced on the last step of a plan
   * @param card what the catalogue says of the model
   * @param resilience what is done when it fails
   * @param reason why it stands here
   */
  record Step(
      String provider,
      String model,
      Optional<Integer> maxLatencyMs,
      ModelCard card,
      Resilience resilience,
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
   */
  record Candidate(String provider, String model, long weight, int position, String reason) {}
}
