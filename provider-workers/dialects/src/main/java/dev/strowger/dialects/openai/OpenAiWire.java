package dev.strowger.dialects.openai;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.MarkedProofs;
import dev.strowger.dialects.wire.StreamReader;
import dev.strowger.dialects.wire.Wire;

/**
 * OpenAI's chat completions for clients of other APIs. A conversation is written as OpenAI has it;
 * what the provider does not know of that, {@link OpenAiRequest} changes as it does for clients of
 * OpenAI's own API.
 */
final class OpenAiWire implements Wire {
  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    byte[] body = Json.bytes(WireRequest.write(conversation, call, provider, losses));
    byte[] patched = OpenAiRequest.patch(body, call, provider, losses).orElse(body);
    return ProviderRequest.json(provider, OpenAiDialect.CHAT, call, patched);
  }

  /** {@link WireMessages} tells what it leaves out. */
  @Override
  public boolean issued(Part part, Call call, Provider provider) {
    return true;
  }

  /** Who is behind a compatible server issues the proofs; nobody but that server takes them. */
  static MarkedProofs proofs(Provider provider) {
    return new MarkedProofs("openai." + provider.name() + ":");
  }

  /** Models that think refuse it or think in the midst of the text. */
  @Override
  public boolean prefills(Conversation conversation, Call call, Provider provider) {
    return WirePrefill.known(provider.quirks()) && !conversation.reasoning().wanted();
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    return WireResponse.read(response, call, provider);
  }

  @Override
  public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
    return new WireStream(sink, call, provider);
  }
}
