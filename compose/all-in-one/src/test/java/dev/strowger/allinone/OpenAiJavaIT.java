package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stock {@code openai-java} client, unchanged, with its validation of all it gets. */
class OpenAiJavaIT {
  private static OpenAIClient client;

  @BeforeAll
  static void connect() throws Exception {
    RunningGateway gateway = RunningGateway.shared();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(gateway.endpoint("apps"))
            .apiKey(gateway.key())
            .maxRetries(0)
            .responseValidation(true)
            .build();
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @Test
  void answers() {
    ChatCompletion answer =
        client.chat().completions().create(ask("gpt-4o-mini").build()).validate();

    assertThat(answer.choices().getFirst().message().content().orElseThrow()).isNotBlank();
    assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    assertThat(answer.model()).isIn("claude-haiku-4-5", "gpt-4o-mini");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic/claude-haiku-4-5", "openai/gpt-4o-mini", "ollama/llama-3.1"})
  void streams(String model) {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    ChatCompletionCreateParams params =
        ask(model)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();

    try (var stream = client.chat().completions().createStreaming(params)) {
      stream.stream().map(ChatCompletionChunk::validate).forEach(whole::accumulate);
    }

    ChatCompletion answer = whole.chatCompletion();
    assertThat(answer.choices().getFirst().message().content().orElseThrow()).isNotBlank();
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic/claude-haiku-4-5", "openai/gpt-4o-mini"})
  void callsATool(String model) {
    FunctionDefinition weather =
        FunctionDefinition.builder()
            .name("get_weather")
            .parameters(
                FunctionParameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty(
                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                    .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                    .build())
            .build();

    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(
                ask(model)
                    .addTool(ChatCompletionFunctionTool.builder().function(weather).build())
                    .build())
            .validate();

    var call =
        answer.choices().getFirst().message().toolCalls().orElseThrow().getFirst().asFunction();
    assertThat(call.function().name()).isEqualTo("get_weather");
    assertThat(call.function().arguments()).contains("city");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic/claude-haiku-4-5", "openai/gpt-4o-mini", "ollama/llama-3.1"})
  void respondsAndGoesOn(String model) {
    Response first = client.responses().create(respond(model).build()).validate();
    Response second =
        client.responses().create(respond(model).previousResponseId(first.id()).build()).validate();

    assertThat(text(first)).isNotBlank();
    assertThat(text(second)).isNotBlank();
    assertThat(second.previousResponseId()).hasValue(first.id());
    assertThat(text(client.responses().retrieve(first.id()).validate())).isEqualTo(text(first));
    client.responses().delete(first.id());
    assertThatThrownBy(() -> client.responses().retrieve(first.id()))
        .isInstanceOf(NotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic/claude-haiku-4-5", "openai/gpt-4o-mini", "ollama/llama-3.1"})
  void streamsAResponse(String model) {
    ResponseAccumulator whole = ResponseAccumulator.create();

    try (var stream = client.responses().createStreaming(respond(model).build())) {
      stream.stream().map(ResponseStreamEvent::validate).forEach(whole::accumulate);
    }

    Response answer = whole.response().validate();
    assertThat(answer.status()).hasValue(ResponseStatus.COMPLETED);
    assertThat(text(answer)).isNotBlank();
    assertThat(answer.usage().orElseThrow().outputTokens()).isPositive();
  }

  @Test
  void embeds() {
    EmbeddingCreateParams params =
        EmbeddingCreateParams.builder()
            .model(NodeCases.EMBEDDER)
            .inputOfArrayOfStrings(List.of("Vienna", "Graz"))
            .dimensions(8)
            .build();

    CreateEmbeddingResponse answer = client.embeddings().create(params).validate();

    assertThat(answer.data()).extracting(Embedding::index).containsExactly(0L, 1L);
    assertThat(answer.data()).allSatisfy(each -> assertThat(each.embedding()).hasSize(8));
    assertThat(answer.usage().promptTokens()).isPositive();
  }

  @Test
  void modelsAreAsItsOwn() {
    var models = client.models().list();

    assertThat(models.data().stream().map(Model::validate))
        .extracting(Model::id)
        .contains("gpt-4o-mini");
    assertThat(client.models().retrieve("gpt-4o-mini").validate().id()).isEqualTo("gpt-4o-mini");
  }

  @Test
  void failsAsOpenAiDoes() {
    assertThatThrownBy(() -> client.chat().completions().create(ask("no-such-model").build()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no-such-model");
    assertThatThrownBy(() -> client.chat().completions().create(ask("gpt-4o-mini").n(-1L).build()))
        .isInstanceOf(BadRequestException.class);
  }

  private static ResponseCreateParams.Builder respond(String model) {
    return ResponseCreateParams.builder().model(model).input("What is Vienna?");
  }

  private static String text(Response response) {
    return response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .map(content -> content.asOutputText().text())
        .collect(Collectors.joining());
  }

  private static ChatCompletionCreateParams.Builder ask(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("What is Vienna?");
  }
}
