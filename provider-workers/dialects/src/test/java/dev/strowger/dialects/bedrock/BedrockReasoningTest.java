package dev.strowger.dialects.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.OutputFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockReasoningTest extends BedrockRig {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anthropic.claude-3-haiku-20240307-v1:0 | {\"top_k\":5}",
        "us.amazon.nova-pro-v1:0 | {\"inferenceConfig\":{\"topK\":5}}",
        "mistral.mistral-large-2407-v1:0 | {\"top_k\":5}",
        "cohere.command-r-v1:0 | {\"k\":5}"
      })
  void sendsTopKAsEachMakerNamesIt(String model, String fields) {
    sampling = with(OptionalLong.empty(), OptionalLong.of(5));

    assertThat(json(model, user("Hi")).path("additionalModelRequestFields").toString())
        .isEqualTo(fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "us.amazon.nova-2-lite-v1:0"
            + "| {\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"high\"}}",
        "openai.gpt-oss-120b-1:0 | {\"reasoning_effort\":\"high\"}",
        "anthropic.claude-opus-4-1-20250805-v1:0"
            + "| {\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":16384}}",
        "anthropic.claude-opus-5 | {\"thinking\":{\"type\":\"adaptive\"}}"
      })
  void sendsAnEffortAsEachMakerNamesIt(String model, String fields) {
    reasoning = effort("high");

    JsonNode json = json(model, user("Hi"));

    assertThat(losses.fault()).isEmpty();
    assertThat(json.path("additionalModelRequestFields").toString()).isEqualTo(fields);
  }

  @Test
  void showsOrHidesThoughtsThatAdapt() {
    reasoning = new Reasoning(Optional.empty(), OptionalLong.of(10_000), Optional.of(true));

    JsonNode json = json(CLAUDE_4_6, user("Hi"));

    assertThat(json.at("/additionalModelRequestFields/thinking").toString())
        .isEqualTo("{\"type\":\"adaptive\",\"display\":\"summarized\"}");
    assertThat(json.at("/outputConfig/effort").asText()).isEqualTo("high");
  }

  @Test
  void givesThoughtsHalfOfATightLimit() {
    reasoning = effort("high");
    sampling = with(OptionalLong.of(4_000), OptionalLong.empty());

    JsonNode json = json(CLAUDE_4_5, user("Hi"));

    assertThat(json.at("/additionalModelRequestFields/thinking/budget_tokens").asInt())
        .isEqualTo(2_000);
    assertThat(json.at("/inferenceConfig/maxTokens").asInt()).isEqualTo(4_000);
  }

  @Test
  void doesNotThinkWhereAToolMustBeCalled() {
    reasoning = effort("low");
    output = new OutputFormat.JsonObject();

    json(CLAUDE_4_5, user("Hi"));

    assertThat(fault().param()).contains("reasoning_effort");
  }

  @Test
  void refusesReasoningOfModelsThatCannotBeTold() {
    reasoning = effort("low");

    json("meta.llama3-3-70b-instruct-v1:0", user("Hi"));

    assertThat(fault().param()).contains("reasoning_effort");
  }
}
