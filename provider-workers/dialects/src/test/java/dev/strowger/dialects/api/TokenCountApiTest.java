package dev.strowger.dialects.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.api.messages.MessagesApi;
import dev.strowger.dialects.conversation.Conversation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCountApiTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          "Hello world"~6
          "<|endoftext|>"~11
          [{"type":"text","text":"Hello"},{"type":"text","text":" world"}]~6
          [{"type":"image","source":{"type":"url","url":"https://e"}}]~1604
          [{"type":"document","source":{"type":"url","url":"https://e"}}]~3004
          [{"type":"document","source":{"type":"text","data":"Hello world"}}]~6
          """)
  void countsAMessage(String content, long tokens) {
    assertThat(
            TokenCountApi.estimate(
                read("{\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}")))
        .isEqualTo(tokens);
  }

  @Test
  void countsTools() {
    String hello = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
    long without = TokenCountApi.estimate(read("{" + hello + "}"));
    long with =
        TokenCountApi.estimate(
            read(
                "{"
                    + hello
                    + ",\"tools\":[{\"name\":\"weather\",\"description\":\"Weather\",\"input_schema\":{\"type\":\"object\"}}]}"));

    assertThat(with - without).isBetween(12L, 25L);
  }

  @Test
  @Timeout(20)
  void countsALongTextWithoutASpaceInTime() {
    String text = "x".repeat(200_000);

    long tokens =
        TokenCountApi.estimate(
            read("{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}"));

    assertThat(tokens).isBetween(10_000L, 200_000L);
  }

  @Test
  void writesTheCount() {
    assertThat(new String(TokenCountApi.write(14), UTF_8)).isEqualTo("{\"input_tokens\":14}");
  }

  private static Conversation read(String body) {
    return switch (MessagesApi.counting().read(body.getBytes(UTF_8))) {
      case Conversation.Reading.Read(Conversation conversation) -> conversation;
      case Conversation.Reading.Unreadable(var fault) -> throw new AssertionError(fault);
    };
  }
}
