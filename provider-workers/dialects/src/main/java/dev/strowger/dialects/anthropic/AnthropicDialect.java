package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.json.Json;
import java.util.Optional;

/**
 * {@code POST <base>/v1/messages}. Source: Anthropic's API reference, "Messages", "Streaming
 * Messages", "Errors" and "Handling stop reasons".
 */
public final class AnthropicDialect implements Dialect {
  private static final String PATH = "/v1/messages";
  private static final String VERSION = "2023-06-01";

  @Override
  public String name() {
    return Dialects.Family.ANTHROPIC.label();
  }

  @Override
  public Encoding encode(Call call, Provider provider) {
    return switch (Conversation.read(call.body())) {
      case Conversation.Reading.Unreadable(Fault fault) -> new Encoding.Unsendable(fault);
      case Conversation.Reading.Read(Conversation conversation) ->
          encode(conversation, call, provider);
    };
  }

  private static Encoding encode(Conversation conversation, Call call, Provider provider) {
    Optional<Fault> impossible = AnthropicRequest.impossible(conversation);
    if (impossible.isPresent()) {
      return new Encoding.Unsendable(impossible.get());
    }
    byte[] body = Json.bytes(AnthropicRequest.json(conversation, call));
    return new Encoding.Sendable(
        ProviderRequest.json(provider, PATH, call, body).withDefault("anthropic-version", VERSION));
  }

  @Override
  public Decoding decode(Response response, Call call, Provider provider) {
    return AnthropicResponse.decode(response, call);
  }

  @Override
  public StreamDecoder stream(Call call, Provider provider) {
    return new AnthropicStream(call);
  }
}
