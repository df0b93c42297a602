package dev.strowger.dialects.api;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.api.chat.ChatApi;
import dev.strowger.dialects.api.completions.CompletionsApi;
import dev.strowger.dialects.api.messages.MessagesApi;
import dev.strowger.dialects.api.responses.ResponsesApi;

/** The APIs for conversations. */
public final class ClientApis {
  private ClientApis() {}

  /** Reader and writers of an API; a count of tokens is read as the messages it counts. */
  public static ClientApi of(Api api) {
    return switch (api) {
      case CHAT_COMPLETIONS -> new ChatApi();
      case COMPLETIONS -> new CompletionsApi();
      case RESPONSES -> new ResponsesApi();
      case MESSAGES -> MessagesApi.answering();
      case COUNT_TOKENS -> MessagesApi.counting();
      case EMBEDDINGS -> throw new IllegalArgumentException(api.label() + " is not a conversation");
    };
  }
}
