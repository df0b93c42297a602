package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Fault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a client asks of a model, in whichever API.
 *
 * @param foreign parameters that were set and that only the client's own API knows, named as there;
 *     providers of other families cannot do them
 * @param hints the same of parameters that change cost, speed or bookkeeping only
 */
public record Conversation(
    List<Message> messages,
    ToolUse tools,
    OutputFormat output,
    Sampling sampling,
    Reasoning reasoning,
    Wishes wishes,
    List<String> foreign,
    List<String> hints) {
  public Conversation {
    messages = List.copyOf(messages);
    foreign = List.copyOf(foreign);
    hints = List.copyOf(hints);
  }

  public Conversation(
      List<Message> messages,
      ToolUse tools,
      OutputFormat output,
      Sampling sampling,
      Reasoning reasoning,
      Wishes wishes,
      List<String> foreign) {
    this(messages, tools, output, sampling, reasoning, wishes, foreign, List.of());
  }

  /** A conversation, or why the request has no meaning beyond its own wire format. */
  public sealed interface Reading {
    record Read(Conversation conversation) implements Reading {}

    /**
     * @param fault a BAD_REQUEST, or an UNSUPPORTED that names the parameter: a provider of the
     *     client's own family may take it
     */
    record Unreadable(Fault fault) implements Reading {}
  }

  /**
   * How tokens are chosen and when to stop.
   *
   * @param maxTokens of the answer, reasoning included
   * @param temperature from 0 to 2
   * @param topK only the k likeliest tokens
   */
  public record Sampling(
      OptionalLong maxTokens,
      OptionalDouble temperature,
      OptionalDouble topP,
      OptionalLong topK,
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
   * How much the model shall think first.
   *
   * @param effort {@code none}, {@code minimal}, {@code low}, {@code medium}, {@code high} or
   *     {@code xhigh}; empty: the model's own
   * @param budgetTokens most tokens of thoughts, where the client's API says it so
   * @param shown whether thoughts are wanted in the answer, where the client said
   */
  public record Reasoning(
      Optional<String> effort, OptionalLong budgetTokens, Optional<Boolean> shown) {
    public static final Reasoning UNSET =
        new Reasoning(Optional.empty(), OptionalLong.empty(), Optional.empty());

    /** The effort, or the one a budget amounts to where it alone is given. */
    public Optional<String> level() {
      return effort.isPresent() || budgetTokens.isEmpty()
          ? effort
          : Optional.of(levelOf(budgetTokens.getAsLong()));
    }

    /** Whether the client wants the model to think. */
    public boolean wanted() {
      return level().filter(level -> !level.equals("none")).isPresent();
    }

    /** For targets that know no budgets; Anthropic's own least budget is 1024. */
    public static String levelOf(long budgetTokens) {
      return budgetTokens <= 4_096 ? "low" : budgetTokens <= 16_384 ? "medium" : "high";
    }
  }

  /**
   * What not every provider can do.
   *
   * @param choices how many answers, {@code n}
   * @param logprobs whether token probabilities are wanted
   * @param topLogprobs how many alternatives for each token
   * @param user who the application's user is, opaque
   * @param logitBias by token id, OpenAI's {@code logit_bias}
   * @param verbosity {@code low}, {@code medium} or {@code high}
   * @param serviceTier as the client's API names it, e.g. {@code flex}
   */
  public record Wishes(
      long choices,
      boolean logprobs,
      OptionalLong topLogprobs,
      Optional<String> user,
      Optional<ObjectNode> logitBias,
      Optional<String> verbosity,
      Optional<String> serviceTier) {
    public static final Wishes NONE =
        new Wishes(
            1,
            false,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }
}
