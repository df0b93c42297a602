package dev.strowger.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.features.Detectors;
import dev.strowger.features.Detectors.BuiltIn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyTextsTest {
  private static String hidden(String body) {
    Redactor redactor = new Redactor(Detectors.of(List.of(BuiltIn.values()), List.of()));
    BodyTexts texts = BodyTexts.read(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    byte[] seen = texts.visit((source, text) -> redactor.hide(text));
    return new String(seen, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a@b.com\"}]} "
            + "| {\"messages\":[{\"role\":\"user\",\"content\":\"<EMAIL_1>\"}]}",
        "{\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"a@b.com\"}]}]} "
            + "| {\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"<EMAIL_1>\"}]}]}",
        "{\"input\":\"a@b.com\",\"instructions\":\"c@d.com\"} | {\"input\":\"<EMAIL_1>\",\"instructions\":\"<EMAIL_2>\"}",
        "{\"prompt\":[\"a@b.com\",\"x\"]} | {\"prompt\":[\"<EMAIL_1>\",\"x\"]}",
        "{\"system\":[{\"type\":\"text\",\"text\":\"a@b.com\"}],\"metadata\":{\"user_id\":\"a@b.com\"}} "
            + "| {\"system\":[{\"type\":\"text\",\"text\":\"<EMAIL_1>\"}],\"metadata\":{\"user_id\":\"<EMAIL_1>\"}}",
        "{\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"input\":{\"url\":\"a@b.com\",\"n\":4111111111111111}}]} "
            + "| {\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"input\":{\"url\":\"<EMAIL_1>\",\"n\":\"<CARD_1>\"}}]}",
        "{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"to\\\":\\\"\\\\na@b.com\\\"}\"}}]} "
            + "| {\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"to\\\":\\\"\\\\n<EMAIL_1>\\\"}\"}}]}",
        "{\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"a@b.com\"}} "
            + "| {\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"<EMAIL_1>\"}}"
      })
  void findsTheTextsOfAllApis(String body, String expected) {
    assertThat(hidden(body)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a@b.com\":1}",
        "{\"image_url\":{\"url\":\"https://a@b.com/x.png\"}}",
        "{\"source\":{\"type\":\"base64\",\"data\":\"a@b.com\"}}",
        "{\"model\":\"a@b.com\",\"tool_call_id\":\"a@b.com\"}",
        "{\"tools\":[{\"function\":{\"name\":\"f\",\"parameters\":{\"enum\":[\"a@b.com\"]}}}]}",
        "{\"temperature\":1.0,\"n\":1e5}"
      })
  void leavesStructureAlone(String body) {
    assertThat(hidden(body)).isEqualTo(body.replace("1e5", "1E+5"));
  }

  @Test
  void saysWhoWroteEach() {
    String body =
        """
        {"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"u"},
        {"type":"tool_result","tool_use_id":"x","content":"t"}]},{"role":"assistant","content":"a"},
        {"role":"tool","content":"t2"}],"tools":[{"function":{"description":"d"}}]}""";
    List<String> said = new ArrayList<>();
    BodyTexts.read(body.getBytes(StandardCharsets.UTF_8))
        .orElseThrow()
        .visit(
            (source, text) -> {
              said.add(source + " " + text);
              return text;
            });

    assertThat(said)
        .containsExactly("SYSTEM s", "USER u", "TOOL t", "ASSISTANT a", "TOOL t2", "OTHER d");
  }

  @Test
  void readsOnlyOneObject() {
    assertThat(BodyTexts.read("[1]".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(BodyTexts.read("{} {}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(BodyTexts.read("{".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
