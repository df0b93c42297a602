package dev.strowger.dialects.cohere;

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
import java.util.Optional;

/**
 * {@code POST <base>/v2/chat}. Source: Cohere's API reference, "Chat" and "Chat with Streaming"
 * (v2), "Errors".
 */
public final class CohereWire implements Wire {
  private static final String PATH = "/v2/chat";

  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    byte[] body = Json.bytes(CohereRequest.json(conversation, call, losses));
    return ProviderRequest.json(provider, PATH, call, body);
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    return CohereResponse.read(response);
  }

  @Override
  public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
    return new CohereStream(sink);
  }

  @Override
  public Optional<EmbeddingsWire> embeddings() {
    return Optional.of(new CohereEmbeddings());
  }
}
