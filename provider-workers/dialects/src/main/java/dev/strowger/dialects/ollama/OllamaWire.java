package dev.strowger.dialects.ollama;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.EmbeddingsWire;
import dev.strowger.dialects.wire.StreamReader;
import dev.strowger.dialects.wire.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code POST <base>/api/chat}. Source: Ollama's API document and its OpenAPI description. */
public final class OllamaWire implements Wire {
  private static final String PATH = "/api/chat";
  private static final String LINES = "application/x-ndjson";

  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    byte[] body = Json.bytes(OllamaRequest.json(conversation, call, provider, losses));
    ProviderRequest request = ProviderRequest.json(provider, PATH, call, body);
    if (!call.stream() || provider.headers().containsKey("accept")) {
      return request;
    }
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.put("accept", LINES);
    return new ProviderRequest(request.uri(), headers, request.body());
  }

  @Override
  public boolean prefills(Conversation conversation, Call call, Provider provider) {
    return !conversation.reasoning().wanted();
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    return OllamaResponse.read(response, call);
  }

  @Override
  public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
    return new OllamaStream(sink, call.requestId());
  }

  @Override
  public Optional<EmbeddingsWire> embeddings() {
    return Optional.of(new OllamaEmbeddings());
  }
}
