package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.Continuing;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.wire.Translation;
import java.util.List;

/**
 * Anthropic, and Claude on Vertex AI. What clients of Anthropic's own API ask for passes through
 * with another model's name in it; the rest is translated.
 */
public final class AnthropicDialect implements Dialect {
  private final Translation translation =
      new Translation(Dialects.Family.ANTHROPIC, new AnthropicWire());

  @Override
  public String name() {
    return translation.name();
  }

  @Override
  public Encoding encode(Call call, Provider provider) {
    return switch (call.api()) {
      case MESSAGES, COUNT_TOKENS -> PassingRequest.encode(call, provider);
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, EMBEDDINGS ->
          translation.encode(call, provider);
    };
  }

  @Override
  public Decoding decode(Response response, Call call, Provider provider) {
    return switch (call.api()) {
      case MESSAGES ->
          call.filter().active()
              ? translation.decode(response, call, provider)
              : PassingResponse.decode(response, call);
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, COUNT_TOKENS, EMBEDDINGS ->
          translation.decode(response, call, provider);
    };
  }

  @Override
  public StreamDecoder stream(Call call, Provider provider) {
    return switch (call.api()) {
      case MESSAGES ->
          call.filter().active() ? translation.stream(call, provider) : new PassingStream(call);
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, COUNT_TOKENS, EMBEDDINGS ->
          translation.stream(call, provider);
    };
  }

  @Override
  public List<Continuing> continuings(Call call, Provider provider) {
    return translation.continuings(call, provider);
  }

  @Override
  public Encoding encodeRest(Call call, Provider provider, SentAnswer sent, Continuing how) {
    return translation.encodeRest(call, provider, sent, how);
  }

  @Override
  public StreamDecoder streamRest(
      Call call, Provider provider, SentAnswer sent, TokenUsage before) {
    return translation.streamRest(call, provider, sent, before);
  }
}
