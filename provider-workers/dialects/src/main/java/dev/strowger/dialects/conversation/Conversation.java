package dev.strowger.dialects.conversation;

import dev.strowger.dialects.Fault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What a client asks of a model. */
public record Conversation(
    List<Message> messages, ToolUse tools, OutputFormat output, Sampling sampling, Wishes wishes) {
  public Conversation {
    messages = List.copyOf(messages);
  }

  /** A conversation, or why the request has no meaning beyond OpenAI's own wire format. */
  public sealed interface Reading {
    record Read(Conversation conversation) implements Reading {}

    /**
     * @param fault a BAD_REQUEST that names the parameter
     */
    record Unreadable(Fault fault) implements Reading {}
  }

  /**
   * How tokens are chosen and when to stop.
   *
   * @param maxTokens {@code max_completion_tokens}, else {@code max_tokens}
   * @param temperature from 0 to 2
   */
  public record Sampling(
      OptionalLong maxTokens,
      OptionalDouble temperature,
      OptionalDouble topP,
      List<String> stop,
      OptionalLong seed,
      Penalties penalties) {
    public Sampling {
      stop = List.copyOf(stop);
    }
  }

  /** From -2 to 2; 0 is none. */
  public record Penalties(double frequency, double presence) {}

  /**
   * What not every provider can do.
   *
   * @param choices how many answers, {@code n}
   * @param logprobs whether token probabilities are wanted
   * @param user who the application's user is, opaque
   * @param reasoningEffort e.g. {@code low}
   */
  public record Wishes(
      long choices, boolean logprobs, Optional<String> user, Optional<String> reasoningEffort) {}

  /** Reads the body of a POST /v1/chat/completions. */
  public static Reading read(byte[] body) {
    return ConversationReader.read(body);
  }
}
