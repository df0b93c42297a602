package dev.strowger.dialects;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.api.ClientApis;
import dev.strowger.dialects.api.TokenCountApi;
import dev.strowger.dialects.conversation.Conversation;

/** What a call used that broke off before its provider had counted. */
public final class UsageEstimate {
  /** Of a body that cannot be read as a conversation; English text has some four to a token. */
  private static final int BYTES_PER_TOKEN = 4;

  private UsageEstimate() {}

  /**
   * @param output tokens of the answer so far, as {@link StreamDecoder#tokensSoFar} tells
   */
  public static TokenUsage of(Call call, long output) {
    return new TokenUsage(input(call), output, 0, 0, 0).asEstimate();
  }

  private static long input(Call call) {
    return switch (call.api()) {
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, MESSAGES, COUNT_TOKENS ->
          switch (ClientApis.of(call.api()).read(call.body())) {
            case Conversation.Reading.Read(Conversation asked) -> TokenCountApi.estimate(asked);
            case Conversation.Reading.Unreadable _ -> bySize(call);
          };
      case EMBEDDINGS -> bySize(call);
    };
  }

  private static long bySize(Call call) {
    return call.body().length / BYTES_PER_TOKEN;
  }
}
