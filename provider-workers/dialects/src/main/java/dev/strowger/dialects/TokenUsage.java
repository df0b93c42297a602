package dev.strowger.dialects;

/**
 * Tokens of a call. Whatever a provider sends, no count is below 0 or beyond {@link #MAX}, and no
 * part is larger than what it is a part of: cached input and cache writes together are at most the
 * input, reasoning at most the output.
 *
 * @param input all input tokens, cached ones included
 * @param output all output tokens, reasoning ones included
 * @param cachedInput of the input, read from the provider's prompt cache
 * @param cacheWrite of the input, written to the provider's prompt cache
 * @param reasoning of the output, spent on reasoning
 * @param kinds what else is told of them
 * @param estimated whether these are the gateway's own estimate and not the provider's count
 */
public record TokenUsage(
    long input,
    long output,
    long cachedInput,
    long cacheWrite,
    long reasoning,
    Kinds kinds,
    boolean estimated) {
  /** Sums of any number of attempts, at any price, stay within 64 bits. */
  static final long MAX = 1L << 36;

  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0);

  public TokenUsage {
    input = Math.clamp(input, 0, MAX);
    output = Math.clamp(output, 0, MAX);
    cachedInput = Math.clamp(cachedInput, 0, input);
    cacheWrite = Math.clamp(cacheWrite, 0, input - cachedInput);
    reasoning = Math.clamp(reasoning, 0, output);
    kinds = kinds.within(input, output, cacheWrite);
  }

  /** Of text alone, as a provider counted them. */
  public TokenUsage(long input, long output, long cachedInput, long cacheWrite, long reasoning) {
    this(input, output, cachedInput, cacheWrite, reasoning, Kinds.NONE, false);
  }

  /**
   * Tokens that may have prices of their own.
   *
   * @param image of the input, those of pictures that were not read from a cache
   * @param audioInput of the input, those of sound that were not read from a cache
   * @param audioOutput of the output, those of sound
   * @param cacheWriteLong of the cache writes, those kept for an hour
   */
  public record Kinds(long image, long audioInput, long audioOutput, long cacheWriteLong) {
    public static final Kinds NONE = new Kinds(0, 0, 0, 0);

    /** Of a provider that tells of sound only. */
    public static Kinds audio(long input, long output) {
      return new Kinds(0, input, output, 0);
    }

    Kinds within(long input, long output, long cacheWrite) {
      return new Kinds(
          Math.clamp(image, 0, input),
          Math.clamp(audioInput, 0, input),
          Math.clamp(audioOutput, 0, output),
          Math.clamp(cacheWriteLong, 0, cacheWrite));
    }

    Kinds plus(Kinds other) {
      return new Kinds(
          image + other.image,
          audioInput + other.audioInput,
          audioOutput + other.audioOutput,
          cacheWriteLong + other.cacheWriteLong);
    }
  }

  /** The same, of these kinds. */
  public TokenUsage of(Kinds these) {
    return new TokenUsage(input, output, cachedInput, cacheWrite, reasoning, these, estimated);
  }

  /** The same with another count of the output. */
  public TokenUsage withOutput(long tokens) {
    return new TokenUsage(input, tokens, cachedInput, cacheWrite, reasoning, kinds, estimated);
  }

  /** The same as an estimate. */
  public TokenUsage asEstimate() {
    return new TokenUsage(input, output, cachedInput, cacheWrite, reasoning, kinds, true);
  }

  /** Whether nothing was used. */
  public boolean none() {
    return input == 0 && output == 0;
  }

  /** Both together; an estimate if one of them is. */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        input + other.input,
        output + other.output,
        cachedInput + other.cachedInput,
        cacheWrite + other.cacheWrite,
        reasoning + other.reasoning,
        kinds.plus(other.kinds),
        estimated || other.estimated);
  }

  /** Without what there is none of. */
  @Override
  public String toString() {
    return "TokenUsage[input=%d, output=%d, cachedInput=%d, cacheWrite=%d, reasoning=%d%s%s]"
        .formatted(
            input,
            output,
            cachedInput,
            cacheWrite,
            reasoning,
            kinds.equals(Kinds.NONE) ? "" : ", " + kinds,
            estimated ? ", estimated" : "");
  }
}
