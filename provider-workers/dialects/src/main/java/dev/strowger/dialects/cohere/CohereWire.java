package dev.strowger.dialects.cohere;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.wire.StreamReader;
import dev.strowger.dialects.wire.Wire;

/** {@code POST <base>/v2/chat}. Source: Cohere's API reference, "Chat" (v2). */
public final class CohereWire implements Wire {
  @Override
  public ProviderRequest write(
      Conversation conversation, Call call, Provider provider, Losses losses) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Reading read(Response response, Call call, Provider provider) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StreamReader stream(AnswerSink sink, Call call, Provider provider) {
    throw new UnsupportedOperationException();
  }
}
