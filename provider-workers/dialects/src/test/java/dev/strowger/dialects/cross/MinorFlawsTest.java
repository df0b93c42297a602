package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.StreamDecoder.Ending;
import dev.strowger.dialects.TokenUsage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams with flaws that cost nothing of the answer. */
final class MinorFlawsTest {
  private static final List<String> TOKENS = List.of("It", " is", " Oslo", ".");

  static Stream<Arguments> pairs() {
    return Stream.of(Api.CHAT_COMPLETIONS, Api.COMPLETIONS, Api.RESPONSES, Api.MESSAGES)
        .flatMap(
            api ->
                Stream.of(Family.values())
                    .filter(family -> family != Family.BEDROCK_CONVERSE)
                    .map(family -> Arguments.of(api, family)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void anEventThatIsNoJsonIsPassedOver(Api api, Family family) {
    String told = told(family);
    int second = told.indexOf(" is");
    String border = family == Family.OLLAMA ? "\n" : "\n\n";
    int at = told.lastIndexOf(border, second) + border.length();
    String broken =
        family == Family.OLLAMA ? "{\"message\":{\"cont\n" : "data: {\"choices\":[{\"del\n\n";
    whole(api, family, told.substring(0, at) + broken + told.substring(at));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aStreamIsWholeWithoutTheMarkBehindItsEnd(Api api, Family family) {
    whole(api, family, told(family).replace("data: [DONE]\n\n", ""));
  }

  private static String told(Family family) {
    return new String(Told.stream(family, TOKENS), ISO_8859_1);
  }

  private static void whole(Api api, Family family, String told) {
    Streamed streamed = new Exchange(family, "m", api).stream(told.getBytes(ISO_8859_1), 0);
    assertThat(streamed.ending())
        .isInstanceOfSatisfying(
            Ending.Completed.class,
            end -> {
              assertThat(end.finishReason()).isEqualTo("stop");
              assertThat(end.usage()).isEqualTo(new TokenUsage(100, 60, 0, 0, 0));
            });
    assertThat(Assembled.of(api, streamed.events()).toString()).contains("It is Oslo.");
  }
}
