package dev.strowger.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.guardrails.Screen.Blocked;
import dev.strowger.guardrails.ScreenedText.Action;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
  private static final Screen SCREEN =
      Screen.of(
          List.of(
              new Blocked("x", "(?i)project\\s{1,3}x\\b"),
              new Blocked("iban", "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}"),
              new Blocked("line", "(?m)^secret$"),
              new Blocked("end", "the end\\z")));

  private static final List<String> PIECES =
      List.of(
          "project",
          " ",
          "x",
          "PROJECT  X",
          "DE89370400440532013000",
          "DE89",
          "3704",
          "secret",
          "\n",
          "the end",
          ".",
          "ü😀",
          "ab");

  private static String whole(Screen screen, Action action, String text) {
    ScreenedText screened = screen.text(action);
    return screened.add(text) + screened.end();
  }

  @Test
  void masksOrEndsBeforeAMatch() {
    String text = "About project x: DE89370400440532013000 is ours";

    assertThat(whole(SCREEN, Action.MASK, text))
        .isEqualTo("About [blocked:x]: [blocked:iban] is ours");
    assertThat(whole(SCREEN, Action.BLOCK, text)).isEqualTo("About ");
    ScreenedText blocked = SCREEN.text(Action.BLOCK);
    assertThat(blocked.add(text) + blocked.end()).isEqualTo("About ");
    assertThat(blocked.stopped()).isTrue();
    assertThat(blocked.found()).containsExactly("x");
    assertThat(blocked.add("more")).isEmpty();
  }

  @Property(tries = 1000)
  void aStreamIsWhatTheWholeIs(
      @ForAll @Size(max = 30) List<Integer> picked, @ForAll long seed, @ForAll Action action) {
    StringBuilder text = new StringBuilder();
    picked.forEach(i -> text.append(PIECES.get(Math.floorMod(i, PIECES.size()))));
    ScreenedText screened = SCREEN.text(action);
    StringBuilder streamed = new StringBuilder();
    Splits.of(text.toString(), seed).forEach(part -> streamed.append(screened.add(part)));
    streamed.append(screened.end());

    assertThat(streamed.toString()).isEqualTo(whole(SCREEN, action, text.toString()));
  }

  @Property(tries = 300)
  void nothingOfAMatchGoesOut(@ForAll @Size(max = 400) List<Boolean> more, @ForAll long seed) {
    Screen screen = Screen.of(List.of(new Blocked("k", "key=[a-z]+;")));
    String text = "before key=" + "q".repeat(more.size() % 200 + 1) + "; after";
    ScreenedText screened = screen.text(Action.MASK);
    StringBuilder streamed = new StringBuilder();
    for (String part : Splits.of(text, seed)) {
      streamed.append(screened.add(part));
      assertThat("before [blocked:k] after").startsWith(streamed.toString());
    }

    assertThat(streamed + screened.end()).isEqualTo("before [blocked:k] after");
  }

  @Test
  void aMatchThatGrowsIsWaitedFor() {
    Screen screen = Screen.of(List.of(new Blocked("tail", "token:\\S+")));
    ScreenedText screened = screen.text(Action.MASK);
    StringBuilder out = new StringBuilder(screened.add("a token:"));
    for (int i = 0; i < 3_000; i++) {
      out.append(screened.add("z"));
    }
    out.append(screened.add(" b")).append(screened.end());

    assertThat(out.toString()).isEqualTo("a [blocked:tail] b");
  }

  @Test
  void aMatchWithoutAnEndEndsTheAnswer() {
    Screen screen = Screen.of(List.of(new Blocked("tail", "token:\\S+")));
    ScreenedText screened = screen.text(Action.MASK);
    StringBuilder out = new StringBuilder(screened.add("a token:"));
    for (int i = 0; i < 100 && !screened.stopped(); i++) {
      out.append(screened.add("z".repeat(4_000)));
    }

    assertThat(screened.stopped()).isTrue();
    assertThat(out.toString()).isEqualTo("a ");
  }

  @Test
  void goesOnWhereTheClientsTextEnds() {
    ScreenedText screened = SCREEN.text(Action.BLOCK, "we call it proj");

    assertThat(screened.add("ect x, you know") + screened.end()).isEmpty();
    assertThat(screened.stopped()).isTrue();
    assertThat(screened.found()).containsExactly("x");
    ScreenedText fine = SCREEN.text(Action.BLOCK, "about project x");
    assertThat(fine.add(" we know") + fine.end()).isEqualTo(" we know");
  }

  @Test
  void looksBehindUnicodesTricks() {
    assertThat(SCREEN.in("pro\u200bject \u2060x")).containsExactly("x");
    assertThat(SCREEN.in("ｐｒｏｊｅｃｔ ｘ")).containsExactly("x");
    assertThat(SCREEN.in("project y")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "abc ~ 3",
        "a ~ 1",
        "(?i)project\\s{1,3}x\\b ~ 14",
        "a{2,5}b? ~ 6",
        "(ab|c){3} ~ 6",
        "(?P<n>ab)(?:c|de) ~ 4",
        "[^]a-z]x ~ 3",
        "\\p{Greek}\\x{1F600} ~ 4",
        "^$ ~ 0",
        "a{x} ~ 4"
      })
  void knowsHowLongAMatchCanBe(String regex, int most) {
    assertThat(PatternReach.of(regex)).hasValue(most);
  }

  @ParameterizedTest
  @CsvSource({"a*", "a+b", "'a{3,}'", "(ab)*c", "\\Qa\\E"})
  void knowsWhichHaveNoBound(String regex) {
    assertThat(PatternReach.of(regex)).isEmpty();
  }
}
