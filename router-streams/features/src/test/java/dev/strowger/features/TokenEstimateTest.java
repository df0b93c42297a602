package dev.strowger.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TokenEstimateTest {
  private static final Encoding TOKENS =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  @Test
  void isNearTheTokenizerForProseOfManyLanguages() throws IOException {
    Map<String, StringBuilder> byLanguage = new LinkedHashMap<>();
    try (InputStream in = TokenEstimateTest.class.getResourceAsStream("sentences.txt")) {
      new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\\|", 2))
          .forEach(
              line ->
                  byLanguage
                      .computeIfAbsent(line[0], first -> new StringBuilder())
                      .append(line[1])
                      .append(' '));
    }

    for (String language :
        List.of("en", "de", "fr", "es", "it", "pt", "tr", "ar", "ru", "zh", "ja")) {
      String text = Objects.requireNonNull(byLanguage.get(language)).toString();
      long exact = TOKENS.countTokens(text);
      assertThat(estimate(text)).as(language).isCloseTo(exact, Percentage.withPercentage(35));
    }
  }

  @Test
  void isNearTheTokenizerForCode() {
    String code =
        """
        public static List<Integer> primes(int limit) {
            boolean[] composite = new boolean[limit + 1];
            for (int i = 2; i * i <= limit; i++) {
                if (!composite[i]) {
                    for (int j = i * i; j <= limit; j += i) { composite[j] = true; }
                }
            }
            return IntStream.rangeClosed(2, limit).filter(i -> !composite[i]).boxed().toList();
        }
        """;

    assertThat(estimate(code)).isCloseTo(TOKENS.countTokens(code), Percentage.withPercentage(35));
  }

  @Test
  void takesTheRestOfALongTextToBeLikeItsBeginning() {
    String piece = "The quick brown fox jumps over the lazy dog. ";

    assertThat((double) estimate(piece.repeat(10_000)))
        .isCloseTo(estimate(piece.repeat(100)) * 100.0, Percentage.withPercentage(2));
  }

  @Test
  void addsUp() {
    TokenEstimate estimate = new TokenEstimate();
    assertThat(estimate.tokens()).isZero();

    estimate.add(new char[0], 0, 0);
    estimate.add("xhellox".toCharArray(), 1, 5);
    estimate.add(800);

    assertThat(estimate.tokens()).isCloseTo(802, within(1L));
  }

  private static long estimate(String text) {
    TokenEstimate estimate = new TokenEstimate();
    estimate.add(text.toCharArray(), 0, text.length());
    return estimate.tokens();
  }
}
