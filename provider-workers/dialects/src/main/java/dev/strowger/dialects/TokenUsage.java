package dev.strowger.dialects;

/**
 * Tokens as the provider counted them.
 *
 * @param input all input tokens, cached ones included
 * @param output all output tokens, reasoning ones included
 * @param cachedInput of the input, read from the provider's prompt cache
 * @param cacheWrite of the input, written to the provider's prompt cache
 * @param reasoning of the output, spent on reasoning
 */
public record TokenUsage(
    long input, long output, long cachedInput, long cacheWrite, long reasoning) {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0);

  /** Both together. */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        input + other.input,
        output + other.output,
        cachedInput + other.cachedInput,
        cacheWrite + other.cacheWrite,
        reasoning + other.reasoning);
  }
}
