package dev.strowger.quota;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.TokenFactor;
import dev.strowger.records.Usage;
import java.util.Optional;

/**
 * What settled calls teach of a model: how many input tokens it makes of each that the door
 * counted, and how long its answers are. A fold over the events, as the balances are.
 */
public final class TokenFactors {
  /**
   * As soon as so many calls were seen, the newest weighs this part of all; before, as each other.
   */
  static final int MEMORY = 20;

  /** Nothing is learned from shorter prompts: what providers add of their own is most of them. */
  static final long MIN_COUNTED = 16;

  /** One call never teaches more than this. */
  static final double MAX_RATIO = 8;

  static final double MIN_RATIO = 0.25;

  private final Table<TokenFactor> table;

  public TokenFactors(Table<TokenFactor> table) {
    this.table = table;
  }

  /**
   * Learns from an event.
   *
   * @param held what is set aside for its request; nothing is learned without
   */
  public void apply(EventRecord event, Optional<Reservation> held) {
    if (event.getDetail() instanceof Attempt attempt && held.isPresent() && teaches(attempt)) {
      String key = attempt.getProvider() + "/" + attempt.getModel();
      TokenFactor known = table.get(key).orElseGet(() -> TokenFactor.newBuilder().build());
      table.put(key, learned(known, attempt.getUsage(), held.get().getCountedTokens()));
    }
  }

  private static boolean teaches(Attempt attempt) {
    Usage usage = attempt.getUsage();
    return attempt.getResult().equals("answered")
        && !usage.getEstimated()
        && usage.getInputTokens() > 0
        && usage.getOutputTokens() > 0;
  }

  private static TokenFactor learned(TokenFactor known, Usage usage, long counted) {
    double weight = 1.0 / Math.min(MEMORY, known.getCalls() + 1);
    double input = known.getInput();
    // Images and audio are tokens that the door does not count.
    long text = usage.getInputTokens() - usage.getImageTokens() - usage.getAudioInputTokens();
    if (counted >= MIN_COUNTED && text > 0) {
      double ratio = Math.clamp((double) text / counted, MIN_RATIO, MAX_RATIO);
      input += (ratio - input) * weight;
    }
    double output = known.getOutput() + (usage.getOutputTokens() - known.getOutput()) * weight;
    return new TokenFactor(input, output, known.getCalls() + 1);
  }
}
