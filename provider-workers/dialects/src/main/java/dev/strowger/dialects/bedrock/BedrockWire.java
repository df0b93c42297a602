package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.ClaudeThoughts;
import dev.strowger.dialects.wire.EmbeddingsWire;
import dev.strowger.dialects.wire.StreamReader;
import dev.strowger.dialects.wire.Wire;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST <base>/model/<id>/converse} and {@code …/converse-stream}. Source: the Amazon Bedrock
 * API reference, "Converse" and "ConverseStream".
 */
public final class BedrockWire implements Wire {
  static final String JSON = "application/json";
  private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";

  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    JsonNode json = BedrockRequest.json(conversation, call, provider, losses);
    byte[] body = losses.fault().isPresent() ? new byte[0] : Json.bytes(json);
    return call.stream()
        ? request(provider, call.model(), "converse-stream", EVENT_STREAM, body)
        : request(provider, call.model(), "converse", JSON, body);
  }

  /** A call of an operation of a model; its id may be an ARN, with colons and slashes. */
  static ProviderRequest request(
      Provider provider, String model, String operation, String accept, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", JSON);
    headers.put("accept", accept);
    headers.putAll(provider.headers());
    return new ProviderRequest(
        provider.resolve("/model/" + encoded(model) + "/" + operation), headers, body);
  }

  /** All but RFC 3986's unreserved characters as {@code %XX}, which is what is signed. */
  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  @Override
  public boolean issued(Part part, Call call, Provider provider) {
    return Maker.of(call.model()).anthropic() && ClaudeThoughts.isOwn(part);
  }

  @Override
  public boolean prefills(Conversation conversation, Call call, Provider provider) {
    return !conversation.reasoning().wanted()
        && switch (Maker.of(call.model())) {
          case ANTHROPIC_BUDGET_STRICT, ANTHROPIC_BUDGET, ANTHROPIC_PLAIN -> true;
          case ANTHROPIC_ADAPTIVE, AMAZON_NOVA, OPENAI_OSS, MISTRAL, COHERE, OTHER -> false;
        };
  }

  @Override
  public boolean hidesThoughts(Call call) {
    return Maker.of(call.model()) == Maker.ANTHROPIC_ADAPTIVE;
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    return BedrockResponse.read(response);
  }

  @Override
  public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
    return new BedrockStream(sink);
  }

  @Override
  public Optional<EmbeddingsWire> embeddings() {
    return Optional.of(new BedrockEmbeddings());
  }
}
