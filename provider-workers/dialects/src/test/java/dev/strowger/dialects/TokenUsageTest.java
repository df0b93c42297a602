package dev.strowger.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TokenUsageTest {
  /** Whatever is reported: parts are parts, so that no token can be billed twice. */
  @Property
  void noPartIsLargerThanTheWhole(
      @ForAll long input,
      @ForAll long output,
      @ForAll long cached,
      @ForAll long written,
      @ForAll long reasoning,
      @ForAll long kind) {
    TokenUsage usage =
        new TokenUsage(
            input,
            output,
            cached,
            written,
            reasoning,
            new TokenUsage.Kinds(kind, kind, kind, kind),
            false);

    assertThat(usage.input()).isBetween(0L, TokenUsage.MAX);
    assertThat(usage.output()).isBetween(0L, TokenUsage.MAX);
    assertThat(usage.cachedInput()).isNotNegative();
    assertThat(usage.cacheWrite()).isNotNegative();
    assertThat(usage.cachedInput() + usage.cacheWrite()).isLessThanOrEqualTo(usage.input());
    assertThat(usage.reasoning()).isBetween(0L, usage.output());
    assertThat(usage.kinds().image()).isBetween(0L, usage.input());
    assertThat(usage.kinds().audioInput()).isBetween(0L, usage.input());
    assertThat(usage.kinds().audioOutput()).isBetween(0L, usage.output());
    assertThat(usage.kinds().cacheWriteLong()).isBetween(0L, usage.cacheWrite());
  }

  @Test
  void aSumWithAnEstimateIsAnEstimate() {
    TokenUsage counted = new TokenUsage(1, 2, 1, 0, 1).of(TokenUsage.Kinds.audio(1, 1));
    TokenUsage guessed = new TokenUsage(10, 20, 0, 0, 0).asEstimate();

    assertThat(counted.plus(guessed))
        .isEqualTo(new TokenUsage(11, 22, 1, 0, 1, new TokenUsage.Kinds(0, 1, 1, 0), true));
  }
}
