package dev.strowger.dialects.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodyVariantsTest {
  @Test
  void aSampleIsTheSameAsAWholeAnswerOfItsOwn() {
    byte[] body =
        bytes(
            "{\"stream\":true,\"messages\":[1],\"stream_options\":{\"include_usage\":true},"
                + "\"seed\":1,\"n\":3,\"temperature\":0.7}");

    assertThat(text(BodyVariants.sample(body).orElseThrow()))
        .isEqualTo("{\"messages\":[1],\"temperature\":0.7}");
    assertThat(BodyVariants.sample(bytes("[]"))).isEmpty();
  }

  @Test
  void logprobsAreAskedForWhereTheClientDidNot() {
    assertThat(asked(Api.CHAT_COMPLETIONS, "{\"a\":1}")).contains("{\"a\":1,\"logprobs\":true}");
    assertThat(asked(Api.CHAT_COMPLETIONS, "{\"logprobs\":false,\"a\":1}"))
        .contains("{\"a\":1,\"logprobs\":true}");
    assertThat(asked(Api.CHAT_COMPLETIONS, "{\"logprobs\":true}")).isEmpty();
    assertThat(asked(Api.COMPLETIONS, "{\"a\":1}")).contains("{\"a\":1,\"logprobs\":1}");
    assertThat(asked(Api.COMPLETIONS, "{\"logprobs\":0}")).isEmpty();
    assertThat(asked(Api.RESPONSES, "{\"include\":[\"x\"]}"))
        .contains("{\"include\":[\"x\",\"message.output_text.logprobs\"]}");
    assertThat(asked(Api.RESPONSES, "{\"include\":[\"message.output_text.logprobs\"]}")).isEmpty();
    assertThat(asked(Api.MESSAGES, "{}")).isEmpty();
  }

  @Test
  void anAnswerLooksAsIfNobodyHadAskedForThem() {
    assertThat(
            without(
                Api.CHAT_COMPLETIONS,
                "{\"choices\":[{\"logprobs\":{\"content\":[]},\"message\":{\"content\":\"hi\"}}]}"))
        .isEqualTo("{\"choices\":[{\"logprobs\":null,\"message\":{\"content\":\"hi\"}}]}");
    assertThat(
            without(
                Api.RESPONSES,
                "{\"tools\":[{\"logprobs\":[1]}],"
                    + "\"output\":[{\"content\":[{\"text\":\"hi\",\"logprobs\":[{\"l\":1}]}]}]}"))
        .isEqualTo(
            "{\"tools\":[{\"logprobs\":[1]}],"
                + "\"output\":[{\"content\":[{\"text\":\"hi\",\"logprobs\":[]}]}]}");
    assertThat(without(Api.CHAT_COMPLETIONS, "no json")).isEqualTo("no json");
  }

  @Test
  void aStreamLooksSoToo() {
    String events =
        """
        data: {"choices":[{"delta":{"content":"a"},"logprobs":{"content":[1]}}]}

        : ping

        event: x
        data: {"choices":[]}

        """;

    assertThat(text(HiddenLogprobs.in(Api.CHAT_COMPLETIONS, bytes(events))))
        .isEqualTo(
            """
            data: {"choices":[{"delta":{"content":"a"},"logprobs":null}]}

            : ping

            event: x
            data: {"choices":[]}

            """);
    assertThat(
            text(
                HiddenLogprobs.in(
                    Api.RESPONSES,
                    bytes("data: {\"type\":\"d\",\"delta\":\"a\",\"logprobs\":[1]}\n\n"))))
        .isEqualTo("data: {\"type\":\"d\",\"delta\":\"a\",\"logprobs\":[]}\n\n");
  }

  @Test
  void theWholeOfAResponsesStreamIsInItsLastEvent() {
    String events =
        """
        data: {"type":"response.created","response":{"status":"in_progress"}}

        data: {"type":"response.completed","response":{"status":"completed"}}

        """;

    assertThat(StoredResponse.in(Api.RESPONSES, bytes(events)).map(BodyVariantsTest::text))
        .contains("{\"status\":\"completed\"}");
    assertThat(StoredResponse.in(Api.CHAT_COMPLETIONS, bytes(events))).isEmpty();
  }

  @Test
  void theQuestionIsTheEndOfTheConversation() {
    String chat =
        """
        {"messages":[{"role":"system","content":"Be brief."},
          {"role":"user","content":[{"type":"text","text":"What is"},{"type":"image_url"},
            {"type":"text","text":"this?"}]}]}""";

    assertThat(AskedText.of(Api.CHAT_COMPLETIONS, bytes(chat), 1_000))
        .isEqualTo("system: Be brief.\nuser: What is\nthis?");
    assertThat(AskedText.of(Api.CHAT_COMPLETIONS, bytes(chat), 25))
        .isEqualTo("user: What is\nthis?");
    assertThat(AskedText.of(Api.CHAT_COMPLETIONS, bytes(chat), 10)).isEqualTo("user: […] this?");
    assertThat(
            AskedText.of(Api.RESPONSES, bytes("{\"instructions\":\"i\",\"input\":\"q\"}"), 1_000))
        .isEqualTo("system: i\nuser: q");
    assertThat(
            AskedText.of(
                Api.MESSAGES,
                bytes("{\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}"),
                1_000))
        .isEqualTo("system: s\nuser: q");
    assertThat(AskedText.of(Api.COMPLETIONS, bytes("{\"prompt\":\"q\"}"), 1_000))
        .isEqualTo("user: q");
    assertThat(AskedText.of(Api.CHAT_COMPLETIONS, bytes("no json"), 1_000)).isEmpty();
  }

  @Test
  void theFormatIsReadWhereEachApiHasIt() {
    assertThat(
            format(
                Api.CHAT_COMPLETIONS,
                "{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}}"))
        .isInstanceOf(AskedFormat.Schema.class);
    assertThat(
            format(
                Api.RESPONSES, "{\"text\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}}}"))
        .isInstanceOf(AskedFormat.Schema.class);
    assertThat(
            format(
                Api.MESSAGES,
                "{\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}}}"))
        .isInstanceOf(AskedFormat.Schema.class);
    assertThat(format(Api.CHAT_COMPLETIONS, "{\"response_format\":{\"type\":\"json_object\"}}"))
        .isEqualTo(new AskedFormat.AnyJson());
    assertThat(format(Api.CHAT_COMPLETIONS, "{}")).isEqualTo(new AskedFormat.Text());
  }

  private static AskedFormat format(Api api, String body) {
    return AskedFormat.of(api, bytes(body));
  }

  private static Optional<String> asked(Api api, String body) {
    return BodyVariants.withLogprobs(api, bytes(body)).map(BodyVariantsTest::text);
  }

  private static String without(Api api, String answer) {
    return text(BodyVariants.withoutLogprobs(api, bytes(answer)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
