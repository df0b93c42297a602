package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.StreamReader;
import dev.strowger.dialects.wire.Wire;

/**
 * {@code POST <base>/v1/messages}. Source: Anthropic's API reference, "Messages", "Streaming
 * Messages", "Errors" and "Handling stop reasons".
 */
public final class AnthropicWire implements Wire {
  private static final String PATH = "/v1/messages";
  private static final String VERSION = "2023-06-01";

  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    AnthropicRequest.losses(conversation, losses);
    byte[] body =
        losses.fault().isPresent()
            ? new byte[0]
            : Json.bytes(AnthropicRequest.json(conversation, call));
    return ProviderRequest.json(provider, PATH, call, body)
        .withDefault("anthropic-version", VERSION);
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    return AnthropicResponse.read(response);
  }

  @Override
  public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
    return new AnthropicStream(sink);
  }
}
