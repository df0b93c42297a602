package dev.strowger.dialects.mistral;

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
 * {@code POST <base>/chat/completions}. Source: Mistral's API reference, "Chat Completion", and its
 * guides "Reasoning", "Function calling", "Vision" and "Audio".
 */
public final class MistralWire implements Wire {
  private static final String PATH = "/chat/completions";

  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    byte[] body = Json.bytes(MistralRequest.json(conversation, call, provider, losses));
    return ProviderRequest.json(provider, PATH, call, body);
  }

  /** Mistral's answers begin with the text that was given. */
  @Override
  public boolean prefills(Conversation conversation, Call call, Provider provider) {
    return !conversation.reasoning().wanted();
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    return MistralResponse.read(response, call);
  }

  @Override
  public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
    return new MistralStream(sink, call.requestId());
  }

  @Override
  public Optional<EmbeddingsWire> embeddings() {
    return Optional.of(new MistralEmbeddings());
  }
}
