package dev.strowger.policy;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a call would cost, how long it would take and how good its answer would be, as far as that
 * is known.
 */
final class Figures {
  /** Tokens of an answer, if the request has no bound. */
  static final long EXPECTED_OUTPUT_TOKENS = 500;

  /** A call is about an intent from this probability on. */
  static final double INTENT_FROM = 0.5;

  private static final CallFacts.TargetState UNMEASURED =
      new CallFacts.TargetState(0, 0, 0, 0, 0, 0, 0);

  private final CallFacts call;
  private final long outputTokens;
  private final String intent;

  Figures(CallFacts call) {
    this.call = call;
    this.outputTokens = outputTokens(call.asked());
    this.intent = intent(call.prompt().intents());
  }

  /** Embeddings have no output. */
  static long outputTokens(CallFacts.Asked asked) {
    return asked.operation().equals(Operations.EMBEDDINGS)
        ? 0
        : asked.maxOutputTokens().orElse(EXPECTED_OUTPUT_TOKENS);
  }

  /** The most probable one (the first by name between equals); empty if none is probable. */
  private static String intent(Map<String, Double> intents) {
    String best = "";
    double most = INTENT_FROM;
    for (Map.Entry<String, Double> one : intents.entrySet()) {
      int more = Double.compare(one.getValue(), most);
      if (more > 0 || (more == 0 && (best.isEmpty() || one.getKey().compareTo(best) < 0))) {
        best = one.getKey();
        most = one.getValue();
      }
    }
    return best;
  }

  /** In micros; empty without a price. */
  OptionalDouble cost(Contender contender) {
    Optional<ModelPrice> price = contender.model().card().price();
    return price.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            ((double) price.get().inputMicrosPerMillion() * call.asked().promptTokens()
                    + (double) price.get().outputMicrosPerMillion() * outputTokens)
                / 1e6);
  }

  /** In milliseconds, as measured; else what the catalogue's speed promises for a whole answer. */
  OptionalDouble latency(Contender contender, Strategy.Figure figure) {
    CallFacts.TargetState state = state(contender);
    double measured =
        switch (figure) {
          case MEAN -> state.latencyMs();
          case P95 -> state.p95Ms();
          case FIRST_TOKEN -> state.firstTokenMs();
        };
    if (measured > 0) {
      return OptionalDouble.of(measured);
    }
    OptionalDouble speed = contender.model().card().tokensPerSecond();
    return speed.isEmpty() || speed.getAsDouble() <= 0 || figure == Strategy.Figure.FIRST_TOKEN
        ? OptionalDouble.empty()
        : OptionalDouble.of(outputTokens * 1000 / speed.getAsDouble());
  }

  /** 0 to 1 for what the call is about. */
  OptionalDouble quality(Contender contender) {
    Map<String, Double> quality = contender.model().card().quality();
    Double known = quality.get(intent);
    if (known == null) {
      known = quality.get(ModelCard.GENERAL);
    }
    return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
  }

  /** Requests in flight; 0 if nobody has any. */
  double inFlight(Contender contender) {
    return state(contender).inFlight();
  }

  /** A guess at the probability of an answer that is accepted. */
  double sample(Contender contender, String seed) {
    CallFacts.TargetState state = state(contender);
    double bad = Math.max(0, state.failures() + state.notAccepted());
    double good = Math.max(0, state.calls() - bad);
    return Thompson.sample(good, bad, seed + '\n' + contender.model().label());
  }

  private CallFacts.TargetState state(Contender contender) {
    return call.moment().targets().getOrDefault(contender.model().label(), UNMEASURED);
  }
}
