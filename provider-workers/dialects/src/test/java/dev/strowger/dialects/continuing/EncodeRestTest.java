package dev.strowger.dialects.continuing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Continuing;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.WireCalls;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EncodeRestTest {
  private static final String OLDER_CLAUDE = "claude-sonnet-4-5";
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
  private static final String PLAIN = "{\"model\":\"m\"," + MESSAGES + "}";
  private static final String SCHEMA =
      "{\"model\":\"m\",\"response_format\":{\"type\":\"json_object\"}," + MESSAGES + "}";

  @Test
  void aPrefillIsTheTextSoFarWithoutTheSpaceAtItsEnd() {
    JsonNode body = body(Family.ANTHROPIC, OLDER_CLAUDE, PLAIN, "It is \n", Continuing.PREFILL);
    assertThat(body.at("/messages/1/role").asText()).isEqualTo("assistant");
    assertThat(body.at("/messages/1/content/0/text").asText()).isEqualTo("It is");
    assertThat(body.path("messages")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"OPENAI", "ANTHROPIC", "BEDROCK_CONVERSE", "MISTRAL", "COHERE_V2", "OLLAMA"})
  void aQuestionFollowsTheTextSoFar(Family family) {
    JsonNode messages = body(family, "m", PLAIN, "It is", Continuing.ASK).path("messages");
    assertThat(messages).hasSize(3);
    assertThat(messages.get(1).path("role").asText()).isEqualTo("assistant");
    assertThat(messages.get(1).path("content").toString()).contains("It is");
    assertThat(messages.get(2).path("role").asText()).isEqualTo("user");
    assertThat(messages.get(2).path("content").toString()).contains("Go on with it");
  }

  @Test
  void withoutATextItIsTheRequestItself() {
    for (Continuing how : Continuing.values()) {
      assertThat(body(Family.OPENAI, "m", PLAIN, "", how).path("messages")).hasSize(1);
    }
  }

  @Test
  void serversAreToldToGoOnInTheirOwnWay() {
    JsonNode vllm =
        body(
            Calls.provider(Family.OPENAI, Quirk.CONTINUE_FINAL_MESSAGE),
            "m",
            PLAIN,
            "It is",
            Continuing.PREFILL);
    assertThat(vllm.path("continue_final_message").asBoolean()).isTrue();
    assertThat(vllm.path("add_generation_prompt").asBoolean(true)).isFalse();
    Provider moonshot = Calls.provider(Family.OPENAI, Quirk.PARTIAL_MESSAGE);
    JsonNode partial = body(moonshot, "m", PLAIN, "It is", Continuing.PREFILL);
    assertThat(partial.at("/messages/1/partial").asBoolean()).isTrue();
    Provider other = Calls.provider(Family.OPENAI, Quirk.PREFIX_MESSAGE);
    JsonNode prefix = body(other, "m", PLAIN, "It is", Continuing.PREFILL);
    assertThat(prefix.at("/messages/1/prefix").asBoolean()).isTrue();
    JsonNode mistral = body(Family.MISTRAL, "m", PLAIN, "It is", Continuing.PREFILL);
    assertThat(mistral.at("/messages/1/prefix").asBoolean()).isTrue();
    JsonNode asked = body(moonshot, "m", PLAIN, "It is", Continuing.ASK);
    assertThat(asked.at("/messages/1").has("partial")).isFalse();
  }

  @Test
  void aPrefillComesFirstOnlyWhereTheModelTakesIt() {
    List<Continuing> both = List.of(Continuing.PREFILL, Continuing.ASK);
    List<Continuing> ask = List.of(Continuing.ASK);
    assertThat(continuings(Family.ANTHROPIC, OLDER_CLAUDE, PLAIN)).isEqualTo(both);
    assertThat(continuings(Family.ANTHROPIC, "claude-opus-4-6", PLAIN)).isEqualTo(ask);
    assertThat(continuings(Family.ANTHROPIC, "claude-opus-4-8", PLAIN)).isEqualTo(ask);
    assertThat(continuings(Family.BEDROCK_CONVERSE, "anthropic." + OLDER_CLAUDE, PLAIN))
        .isEqualTo(both);
    assertThat(continuings(Family.BEDROCK_CONVERSE, "amazon.nova-pro-v1:0", PLAIN)).isEqualTo(ask);
    assertThat(continuings(Family.MISTRAL, "mistral-small-latest", PLAIN)).isEqualTo(both);
    assertThat(continuings(Family.OLLAMA, "qwen3:8b", PLAIN)).isEqualTo(both);
    assertThat(continuings(Family.OPENAI, "gpt-5", PLAIN)).isEqualTo(ask);
    assertThat(continuings(Family.AZURE_OPENAI, "gpt-5", PLAIN)).isEqualTo(ask);
    assertThat(continuings(Family.GEMINI, "gemini-3-pro", PLAIN)).isEqualTo(ask);
    assertThat(continuings(Family.COHERE_V2, "command-a", PLAIN)).isEqualTo(ask);
  }

  @Test
  void aModelThatIsToThinkIsAsked() {
    String thinks = "{\"model\":\"m\",\"reasoning_effort\":\"high\"," + MESSAGES + "}";
    assertThat(continuings(Family.ANTHROPIC, OLDER_CLAUDE, thinks)).containsExactly(Continuing.ASK);
  }

  @Test
  void anAnswerInJsonIsAskedForOnceMoreAsAWhole() {
    assertThat(continuings(Family.ANTHROPIC, OLDER_CLAUDE, SCHEMA)).containsExactly(Continuing.ASK);
    JsonNode body = body(Family.ANTHROPIC, OLDER_CLAUDE, SCHEMA, "{\"a\":", Continuing.PREFILL);
    assertThat(body.at("/messages/2/content/0/text").asText()).contains("once more, whole");
    assertThat(body.at("/tool_choice/name").asText()).isEqualTo("strowger_json_answer");
  }

  @Test
  void ofALimitWhatIsLeftIsAskedFor() {
    String limited = "{\"model\":\"m\",\"max_tokens\":20," + MESSAGES + "}";
    long left =
        body(Family.ANTHROPIC, OLDER_CLAUDE, limited, "one two three four", Continuing.ASK)
            .path("max_tokens")
            .asLong();
    assertThat(left).isEqualTo(16);
    String text = "one two three four ".repeat(20);
    JsonNode least = body(Family.ANTHROPIC, OLDER_CLAUDE, limited, text, Continuing.ASK);
    assertThat(least.path("max_tokens").asLong()).isEqualTo(1);
  }

  @Test
  void aPrefillOfTheClientsOwnIsPartOfTheText() {
    String begun =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"Well, \"}]}";
    JsonNode body = body(Family.ANTHROPIC, OLDER_CLAUDE, begun, "it is", Continuing.PREFILL);
    assertThat(body.path("messages")).hasSize(2);
    assertThat(body.at("/messages/1/content/0/text").asText()).isEqualTo("Well, it is");
  }

  @Test
  void severalChoicesAndHeldAnswersAreNotGoneOnWith() {
    String two = "{\"model\":\"m\",\"n\":2," + MESSAGES + "}";
    assertThat(unsendable(two, sent("It is", ""))).isEqualTo(FailureKind.UNSUPPORTED);
    assertThat(unsendable(PLAIN, sent("It is", "a tool call was begun")))
        .isEqualTo(FailureKind.UNSUPPORTED);
  }

  private static FailureKind unsendable(String request, SentAnswer sent) {
    Dialect.Encoding encoding =
        Dialects.of(Family.OPENAI)
            .encodeRest(
                Calls.stream("m", request, true),
                Calls.provider(Family.OPENAI),
                sent,
                Continuing.ASK);
    if (encoding instanceof Dialect.Encoding.Unsendable(var fault)) {
      return fault.kind();
    }
    throw new AssertionError(encoding);
  }

  private static List<Continuing> continuings(Family family, String model, String request) {
    return Dialects.of(family)
        .continuings(Calls.stream(model, request, true), Calls.provider(family));
  }

  private static SentAnswer sent(String text, String hold) {
    return new SentAnswer("chatcmpl-1", "m", text, "", 2, hold);
  }

  private static JsonNode body(
      Family family, String model, String request, String text, Continuing how) {
    return body(Calls.provider(family), model, request, text, how);
  }

  private static JsonNode body(
      Provider provider, String model, String request, String text, Continuing how) {
    Dialect.Encoding encoding =
        Dialects.of(provider.dialect())
            .encodeRest(Calls.stream(model, request, true), provider, sent(text, ""), how);
    if (encoding instanceof Dialect.Encoding.Sendable sendable) {
      return WireCalls.json(new String(sendable.request().body(), UTF_8));
    }
    throw new AssertionError(encoding);
  }
}
