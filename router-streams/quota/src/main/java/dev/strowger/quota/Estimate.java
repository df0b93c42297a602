package dev.strowger.quota;

import dev.strowger.records.Plan;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.TokenFactor;

/**
 * What a request will use at most, as far as that can be said before it is made.
 *
 * @param countedTokens of the prompt, by the door
 * @param inputTokens of all calls that its plan may pay for
 * @param target {@code provider/model} of the dearest of them
 */
public record Estimate(
    long countedTokens,
    long inputTokens,
    long outputTokens,
    long costMicros,
    String currency,
    String target) {

  /**
   * By the plan: the dearest step, and every step that may be paid for beside it.
   *
   * @param factors what is known of models, by {@code provider/model}
   */
  public static Estimate of(RequestRecord request, Plan plan, Table<TokenFactor> factors) {
    return new PlanCost(request, factors).of(plan.getSteps());
  }

  long tokens() {
    return inputTokens + outputTokens;
  }

  public Reservation reservation() {
    return new Reservation(countedTokens, inputTokens, outputTokens, costMicros, currency, target);
  }
}
