package dev.strowger.quota;

/** What a limit is about. */
public enum LimitKind {
  REQUESTS_PER_MINUTE("requests_per_minute", "requests per minute", Unit.REQUESTS),
  BURST("burst", "requests in 5 s", Unit.REQUESTS),
  TOKENS_PER_MINUTE("tokens_per_minute", "tokens per minute", Unit.TOKENS),
  TOKENS_PER_DAY("tokens_per_day", "tokens per day", Unit.TOKENS),
  MICROS_PER_DAY("micros_per_day", "money per day", Unit.MONEY),
  MICROS_PER_MONTH("micros_per_month", "money per month", Unit.MONEY),
  CONCURRENT("concurrent", "requests at the same time", Unit.REQUESTS);

  /** What it counts. */
  public enum Unit {
    REQUESTS,
    TOKENS,
    MONEY
  }

  private final String label;
  private final String words;
  private final Unit unit;

  LimitKind(String label, String words, Unit unit) {
    this.label = label;
    this.words = words;
    this.unit = unit;
  }

  /** For records and metrics, e.g. {@code tokens_per_minute}. */
  public String label() {
    return label;
  }

  /** For people, e.g. {@code tokens per minute}. */
  public String words() {
    return words;
  }

  public Unit unit() {
    return unit;
  }
}
