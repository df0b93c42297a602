package dev.strowger.dialects.wire;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.conversation.Conversation;

/** A family's wire format for counting the tokens of a conversation. */
public interface TokenCountWire {
  ProviderRequest write(Conversation conversation, Call call, Provider provider, Losses losses);

  Reading read(Response response, Call call, Provider provider);

  /** What a response says. */
  sealed interface Reading {
    record Counted(long inputTokens) implements Reading {}

    record Failed(Fault fault) implements Reading {}
  }
}
