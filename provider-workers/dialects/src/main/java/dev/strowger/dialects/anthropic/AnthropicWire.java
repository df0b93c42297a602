package dev.strowger.dialects.anthropic;

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
import dev.strowger.dialects.wire.ClaudeThoughts;
import dev.strowger.dialects.wire.StreamReader;
import dev.strowger.dialects.wire.TokenCountWire;
import dev.strowger.dialects.wire.Wire;
import java.util.Optional;

/**
 * {@code POST <base>/v1/messages}. Source: Anthropic's API reference, "Messages", "Streaming
 * Messages", "Errors" and "Handling stop reasons".
 */
final class AnthropicWire implements Wire {
  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    AnthropicEndpoint endpoint = AnthropicEndpoint.of(provider);
    ClaudeModel model = ClaudeModel.of(call.model(), provider);
    ObjectNode json = AnthropicRequest.json(conversation, call, model, losses);
    if (endpoint.modelInPath()) {
      json.remove("model");
      json.put("anthropic_version", AnthropicEndpoint.VERTEX_VERSION);
    }
    return endpoint.messages(provider, call, Json.bytes(json));
  }

  @Override
  public boolean issued(Part part, Call call, Provider provider) {
    return ClaudeThoughts.isOwn(part);
  }

  /** Source: Anthropic's migration guide, which says so of Claude 4.6 and what follows. */
  @Override
  public boolean prefills(Conversation conversation, Call call, Provider provider) {
    return !conversation.reasoning().wanted()
        && switch (ClaudeModel.of(call.model(), provider).thinking()) {
          case NONE, BUDGET -> true;
          case ADAPTIVE, ALWAYS -> false;
        };
  }

  @Override
  public boolean hidesThoughts(Call call) {
    return true;
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    return AnthropicResponse.read(response);
  }

  @Override
  public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
    return new AnthropicStream(sink);
  }

  @Override
  public Optional<TokenCountWire> tokenCount() {
    return Optional.of(new AnthropicTokenCount());
  }
}
