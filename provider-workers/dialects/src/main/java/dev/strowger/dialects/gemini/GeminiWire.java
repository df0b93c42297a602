package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.EmbeddingsWire;
import dev.strowger.dialects.wire.MarkedProofs;
import dev.strowger.dialects.wire.StreamReader;
import dev.strowger.dialects.wire.TokenCountWire;
import dev.strowger.dialects.wire.Wire;
import java.util.Optional;

/**
 * {@code POST <base>/models/<model>:generateContent} (Gemini API) and {@code POST
 * <base>/publishers/google/models/<model>:generateContent} (Vertex AI). Source: the Gemini API
 * reference ("Generating content", "Counting tokens", "Embeddings") with its guides on thinking,
 * thought signatures, function calling, structured outputs and file inputs; Vertex AI's REST
 * reference of {@code publishers.models}.
 *
 * <p>Settings of a route for the providers' filters ({@link Call#safety}): {@code harassment},
 * {@code hate_speech}, {@code sexually_explicit}, {@code dangerous_content} and {@code
 * civic_integrity}, each one of {@code block_none}, {@code block_only_high}, {@code
 * block_medium_and_above}, {@code block_low_and_above} and {@code off}. They become {@code
 * HARM_CATEGORY_HARASSMENT} and so on; a name of another family's is told as dropped.
 */
public final class GeminiWire implements Wire {
  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    GeminiRequest request = new GeminiRequest(call, provider, losses);
    byte[] body = body(request, conversation, losses);
    return call.stream()
        ? GeminiPaths.stream(provider, call, body)
        : GeminiPaths.post(provider, call, "generateContent", body);
  }

  private static byte[] body(GeminiRequest request, Conversation conversation, Losses losses) {
    ObjectNode json = request.json(conversation);
    return losses.fault().isPresent() ? new byte[0] : Json.bytes(json);
  }

  @Override
  public boolean issued(Part part, Call call, Provider provider) {
    return switch (part) {
      case Part.Thought(var text, var proof) -> proofs(provider).own(proof).isPresent();
      case Part.Call(var id, var name, var arguments, var proof) ->
          proofs(provider).own(proof).isPresent();
      default -> false;
    };
  }

  @Override
  public boolean hidesThoughts(Call call) {
    return true;
  }

  static MarkedProofs proofs(Provider provider) {
    return new MarkedProofs(provider.dialect().label() + ":");
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    return GeminiResponse.read(response, call, provider);
  }

  @Override
  public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
    return new GeminiStream(sink, call, provider);
  }

  @Override
  public Optional<EmbeddingsWire> embeddings() {
    return Optional.of(new GeminiEmbeddings());
  }

  @Override
  public Optional<TokenCountWire> tokenCount() {
    return Optional.of(new GeminiTokenCount());
  }
}
