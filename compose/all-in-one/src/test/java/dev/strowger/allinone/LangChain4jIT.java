package dev.strowger.allinone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stock {@code langchain4j-open-ai}, unchanged; its HTTP client offers an upgrade to h2c. */
class LangChain4jIT {
  private static final ToolSpecification WEATHER =
      ToolSpecification.builder()
          .name("get_weather")
          .description("Weather of a city")
          .parameters(JsonObjectSchema.builder().addStringProperty("city").required("city").build())
          .build();

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-mini", "anthropic/claude-haiku-4-5", "ollama/llama-3.1"})
  void answers(String model) throws Exception {
    ChatResponse answer = model(model).chat(ask().build());

    assertThat(answer.aiMessage().text()).isNotBlank();
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.tokenUsage().outputTokenCount()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-mini", "anthropic/claude-haiku-4-5", "ollama/llama-3.1"})
  void streams(String model) throws Exception {
    Collected collected = new Collected();

    streaming(model).chat(ask().build(), collected);

    ChatResponse answer = collected.answer.get(30, TimeUnit.SECONDS);
    assertThat(answer.aiMessage().text()).isNotBlank();
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.tokenUsage().outputTokenCount()).isPositive();
    assertThat(collected.parts.get()).isGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-mini", "anthropic/claude-haiku-4-5", "ollama/llama-3.1"})
  void callsAToolAndTakesItsResult(String model) throws Exception {
    AiMessage first = model(model).chat(ask().toolSpecifications(WEATHER).build()).aiMessage();

    ToolExecutionRequest call = first.toolExecutionRequests().getFirst();
    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(json(call.arguments()).has("city")).isTrue();

    ChatResponse second =
        model(model)
            .chat(
                ChatRequest.builder()
                    .messages(
                        question(), first, ToolExecutionResultMessage.from(call, "21 degrees"))
                    .toolSpecifications(WEATHER)
                    .build());
    assertThat(second.aiMessage().text()).isNotBlank();
    assertThat(second.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-mini", "anthropic/claude-haiku-4-5", "ollama/llama-3.1"})
  void streamsAToolCall(String model) throws Exception {
    Collected collected = new Collected();

    streaming(model).chat(ask().toolSpecifications(WEATHER).build(), collected);

    ChatResponse answer = collected.answer.get(30, TimeUnit.SECONDS);
    assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
    List<ToolExecutionRequest> calls = answer.aiMessage().toolExecutionRequests();
    assertThat(json(calls.getFirst().arguments()).has("city")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-mini", "anthropic/claude-haiku-4-5", "ollama/llama-3.1"})
  void givesAnObjectOfASchema(String model) throws Exception {
    JsonSchema city =
        JsonSchema.builder()
            .name("city")
            .rootElement(
                JsonObjectSchema.builder()
                    .addStringProperty("name")
                    .addIntegerProperty("people")
                    .required("name", "people")
                    .build())
            .build();
    ResponseFormat format =
        ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(city).build();

    ChatResponse answer = model(model).chat(ask().responseFormat(format).build());

    JsonNode object = json(answer.aiMessage().text());
    assertThat(object.path("name").isTextual()).as(object.toString()).isTrue();
    assertThat(object.path("people").isIntegralNumber()).as(object.toString()).isTrue();
  }

  @Test
  void failsAsOpenAiDoes() throws Exception {
    OpenAiChatModel none = model("no-such-model");
    assertThatThrownBy(() -> none.chat(ask().build()))
        .isInstanceOf(ModelNotFoundException.class)
        .hasMessageContaining("no-such-model");

    OpenAiChatModel some = model("gpt-4o-mini");
    assertThatThrownBy(() -> some.chat(ask().temperature(9.0).build()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("temperature");

    OpenAiChatModel stranger =
        OpenAiChatModel.builder()
            .baseUrl(RunningGateway.shared().endpoint("apps"))
            .apiKey("sk-strowger-unknown")
            .modelName("gpt-4o-mini")
            .maxRetries(0)
            .build();
    assertThatThrownBy(() -> stranger.chat(ask().build()))
        .isInstanceOf(AuthenticationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-mini", "anthropic/claude-haiku-4-5", "ollama/llama-3.1"})
  void respondsAndTakesTheResultOfATool(String model) throws Exception {
    OpenAiResponsesChatModel responses = responses(model);

    AiMessage first = responses.chat(ask().toolSpecifications(WEATHER).build()).aiMessage();
    ToolExecutionRequest call = first.toolExecutionRequests().getFirst();
    ChatResponse second =
        responses.chat(
            ChatRequest.builder()
                .messages(question(), first, ToolExecutionResultMessage.from(call, "21 degrees"))
                .toolSpecifications(WEATHER)
                .build());

    assertThat(call.name()).isEqualTo("get_weather");
    assertThat(second.aiMessage().text()).isNotBlank();
    assertThat(second.tokenUsage().outputTokenCount()).isPositive();
  }

  @Test
  void embeds() throws Exception {
    RunningGateway gateway = RunningGateway.shared();
    OpenAiEmbeddingModel embedder =
        OpenAiEmbeddingModel.builder()
            .baseUrl(gateway.endpoint("apps"))
            .apiKey(gateway.key())
            .modelName(NodeCases.EMBEDDER)
            .dimensions(8)
            .maxRetries(0)
            .build();

    var answer = embedder.embedAll(List.of(TextSegment.from("Vienna"), TextSegment.from("Graz")));

    assertThat(answer.content()).hasSize(2).allSatisfy(e -> assertThat(e.dimension()).isEqualTo(8));
    assertThat(answer.content().getFirst()).isNotEqualTo(answer.content().getLast());
    assertThat(requireNonNull(answer.tokenUsage()).inputTokenCount()).isPositive();
  }

  @Test
  void aStreamFailsBeforeItBegins() throws Exception {
    Collected collected = new Collected();

    streaming("no-such-model").chat(ask().build(), collected);

    assertThatThrownBy(() -> collected.answer.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ModelNotFoundException.class);
  }

  private static OpenAiChatModel model(String name) throws Exception {
    RunningGateway gateway = RunningGateway.shared();
    return OpenAiChatModel.builder()
        .baseUrl(gateway.endpoint("apps"))
        .apiKey(gateway.key())
        .modelName(name)
        .maxRetries(0)
        .build();
  }

  private static OpenAiResponsesChatModel responses(String name) throws Exception {
    RunningGateway gateway = RunningGateway.shared();
    return OpenAiResponsesChatModel.builder()
        .baseUrl(gateway.endpoint("apps"))
        .apiKey(gateway.key())
        .modelName(name)
        .build();
  }

  private static OpenAiStreamingChatModel streaming(String name) throws Exception {
    RunningGateway gateway = RunningGateway.shared();
    return OpenAiStreamingChatModel.builder()
        .baseUrl(gateway.endpoint("apps"))
        .apiKey(gateway.key())
        .modelName(name)
        .build();
  }

  private static ChatRequest.Builder ask() {
    return ChatRequest.builder().messages(question());
  }

  private static UserMessage question() {
    return UserMessage.from("What is the weather in Vienna?");
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  private static final class Collected implements StreamingChatResponseHandler {
    private final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
    private final AtomicInteger parts = new AtomicInteger();

    @Override
    public void onPartialResponse(String part) {
      parts.incrementAndGet();
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
      answer.complete(complete);
    }

    @Override
    public void onError(Throwable error) {
      answer.completeExceptionally(error);
    }
  }
}
