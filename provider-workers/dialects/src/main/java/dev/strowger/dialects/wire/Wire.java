package dev.strowger.dialects.wire;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Part;
import java.util.Optional;

/** A family's wire format. No state, no clock, no I/O. */
public interface Wire {
  /** The call for an answer; what the family cannot say goes to {@code losses}. */
  ProviderRequest write(Conversation conversation, Call call, Provider provider, Losses losses);

  /** A whole response: of a sync call, or any that is not the stream that was asked for. */
  Reading read(Response response, Call call, Provider provider);

  /** A reader for one streamed response with a status of 200. */
  StreamReader stream(AnswerSink sink, Call call, Provider provider);

  /**
   * Whether the proof in a part of an earlier answer may have been issued by this provider's
   * family, which gets it back then.
   */
  default boolean issued(Part part, Call call, Provider provider) {
    return false;
  }

  /** Whether thoughts that are not wanted in the answer stay out of it. */
  default boolean hidesThoughts(Call call) {
    return false;
  }

  /**
   * Whether the model goes on with a text that stands last as the assistant's; one that refuses to
   * may say so by a 400.
   */
  default boolean prefills(Conversation conversation, Call call, Provider provider) {
    return false;
  }

  /** How the family makes embeddings, if it does. */
  default Optional<EmbeddingsWire> embeddings() {
    return Optional.empty();
  }

  /** How the family counts tokens, if it does. */
  default Optional<TokenCountWire> tokenCount() {
    return Optional.empty();
  }

  /** What a whole response says. */
  sealed interface Reading {
    record Answered(Answer answer) implements Reading {}

    record Failed(Fault fault) implements Reading {}
  }
}
