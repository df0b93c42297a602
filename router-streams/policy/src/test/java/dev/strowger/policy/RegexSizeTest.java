package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexSizeTest {
  /** Around each repetition RE2 may put a step or two of its own. */
  private static final int OVERHEAD = 4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{1000}){1000}",
        "((a{100}){100}){100}",
        "(a{1000}[[:alpha:](]){1000}",
        "(a{1000}[](]){1000}",
        "(a{1000}\\(){1000}",
        "(?:x{2}|(?P<n>y{500})z){900}",
      })
  void countsRepetitionsWithinRepetitions(String regex) {
    assertThat(RegexSize.of(regex)).isGreaterThan(400_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PAT-\\d{6}", "[A-Z]{2}\\d{2}(\\s?[A-Z0-9]{4}){3,7}", "a{,5}", "\\p{Greek}+"})
  void staysSmallForWhatIsUsual(String regex) {
    assertThat(RegexSize.of(regex)).isLessThan(100);
  }

  @Property(tries = 3000)
  void neverSaysLessThanAFractionOfWhatRe2Makes(@ForAll("regexes") String regex) {
    assertThat(RegexSize.of(regex) * OVERHEAD + 10)
        .isGreaterThanOrEqualTo(Pattern.compile(regex).programSize());
  }

  @Provide
  Arbitrary<String> regexes() {
    Arbitrary<String> atoms =
        Arbitraries.of("a", "\\d", "[a-z]", "[^](]", "[[:alpha:](]", "\\(", "\\{", "é", ".", "^");
    Arbitrary<String> counts = Arbitraries.of("", "{2}", "{3,}", "{0,4}", "{1,5}", "+", "?");
    return Arbitraries.recursive(
        () -> atoms,
        inner ->
            inner
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .flatMap(
                    parts -> counts.map(count -> "(" + String.join("|", parts) + "b)" + count)),
        0,
        4);
  }
}
