package dev.strowger.quota;

import dev.strowger.records.Acceptance;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Price;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.StepRole;
import dev.strowger.records.TokenFactor;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan may cost. A step that fails costs nothing as a rule, so one step answers and is paid:
 * the dearest. Paid beside it are: every step whose answer may not be good enough, with its judge
 * and its further samples; and the rival of a step that is hedged.
 */
final class PlanCost {
  /** Of an answer, as long as nothing is known: longer than most, so that few are underrated. */
  static final long DEFAULT_OUTPUT = 512;

  /** Calls after which the mean of a model's answers is believed. */
  static final long KNOWN_AFTER = 20;

  /** What a judge writes. */
  static final long JUDGE_OUTPUT = 256;

  /** No request is larger, whatever its client says: sums must not overflow. */
  static final long MOST_TOKENS = 1_000_000_000_000L;

  static final long MOST_MICROS = 1_000_000_000_000_000L;

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final RequestRecord request;
  private final RequestFacts facts;
  private final Table<TokenFactor> factors;

  /** Calls of one step, all together. */
  private record Part(long input, long output, long micros, String currency, String target) {
    static final Part NONE = new Part(0, 0, 0, "", "");

    Part plus(Part other) {
      return new Part(
          Math.min(MOST_TOKENS, input + other.input),
          Math.min(MOST_TOKENS, output + other.output),
          Math.min(MOST_MICROS, micros + other.micros),
          currency.isEmpty() ? other.currency : currency,
          target.isEmpty() ? other.target : target);
    }

    /** The most of each; named after the dearer. */
    Part or(Part other) {
      boolean mine = micros > other.micros || other.target.isEmpty();
      return new Part(
          Math.max(input, other.input),
          Math.max(output, other.output),
          Math.max(micros, other.micros),
          mine ? currency : other.currency,
          mine ? target : other.target);
    }

    Part times(int calls) {
      return new Part(
          Math.min(MOST_TOKENS, input * calls),
          Math.min(MOST_TOKENS, output * calls),
          Math.min(MOST_MICROS, micros * calls),
          currency,
          target);
    }
  }

  PlanCost(RequestRecord request, Table<TokenFactor> factors) {
    this.request = request;
    this.facts = request.getFacts();
    this.factors = factors;
  }

  Estimate of(List<PlanStep> steps) {
    Part dearest = Part.NONE;
    Part beside = Part.NONE;
    for (int i = 0; i < steps.size(); i++) {
      PlanStep step = steps.get(i);
      if (step.getRole() == StepRole.CACHE) {
        continue;
      }
      Part part = part(step);
      if (step.getRole() == StepRole.JUDGE || step.getAccept() != null) {
        beside = beside.plus(part);
      } else if (step.getHedgeAfterMs() != null && i + 1 < steps.size()) {
        dearest = dearest.or(part.plus(part(steps.get(i + 1))));
      } else {
        dearest = dearest.or(part);
      }
    }
    Part all = dearest.plus(beside);
    return new Estimate(
        Math.clamp(facts.getPromptTokens(), 0, MOST_TOKENS),
        all.input(),
        all.output(),
        all.micros(),
        all.currency().isEmpty() ? "USD" : all.currency(),
        all.target());
  }

  private Part part(PlanStep step) {
    String target = step.getProvider() + "/" + step.getModel();
    TokenFactor known = factors.get(target).orElseGet(() -> TokenFactor.newBuilder().build());
    long input = scaled(Math.max(0, facts.getPromptTokens()), known.getInput());
    long output = output(step, known);
    if (step.getRole() == StepRole.JUDGE) {
      input = Math.min(MOST_TOKENS, input + output(step, known));
      output = JUDGE_OUTPUT;
    }
    Price price = step.getPrice();
    Part once =
        new Part(
            input,
            output,
            price == null ? 0 : micros(price, input, output),
            price == null ? "" : price.getCurrency(),
            target);
    return once.times(samples(step.getAccept()));
  }

  /** What the client has bounded can become that long; the rest goes by what others were like. */
  private long output(PlanStep step, TokenFactor known) {
    if (request.getOperation().equals("embeddings")) {
      return 0;
    }
    long usual =
        known.getCalls() >= KNOWN_AFTER ? (long) Math.ceil(known.getOutput()) : DEFAULT_OUTPUT;
    Long most = facts.getMaxOutputTokens();
    long one = Math.clamp(most == null ? usual : most, 0, MOST_TOKENS);
    Long window = step.getContextWindow();
    one = window == null ? one : Math.min(one, window);
    return Math.min(MOST_TOKENS, one * Math.clamp(facts.getChoices(), 1, 1000));
  }

  private static int samples(@Nullable Acceptance accept) {
    return accept == null || accept.getConsistency() == null
        ? 1
        : Math.clamp(accept.getConsistency().getSamples(), 1, 100);
  }

  /** At the dearest price that may hold for tokens of each direction, rounded up. */
  private long micros(Price price, long input, long output) {
    long in = Math.max(price.getInputMicrosPerMillion(), price.getCacheWriteMicrosPerMillion());
    in = Math.max(in, or(price.getCacheWriteLongMicrosPerMillion()));
    in = Math.max(in, facts.getImages() ? or(price.getImageMicrosPerMillion()) : 0);
    in = Math.max(in, facts.getAudio() ? or(price.getAudioInputMicrosPerMillion()) : 0);
    long out =
        Math.max(price.getOutputMicrosPerMillion(), or(price.getReasoningMicrosPerMillion()));
    out = Math.max(out, facts.getAudio() ? or(price.getAudioOutputMicrosPerMillion()) : 0);
    BigInteger sum = times(input, in).add(times(output, out));
    BigInteger micros =
        sum.add(MILLION)
            .subtract(BigInteger.ONE)
            .divide(MILLION)
            .min(BigInteger.valueOf(MOST_MICROS));
    return Math.min(MOST_MICROS, micros.longValueExact() + price.getCallMicros());
  }

  private static long or(@Nullable Long price) {
    return price == null ? 0 : price;
  }

  private static long scaled(long tokens, double factor) {
    return (long) Math.min(MOST_TOKENS, Math.ceil(tokens * factor));
  }

  private static BigInteger times(long tokens, long price) {
    return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price));
  }
}
