package dev.strowger.dialects.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;
import java.util.List;
import java.util.Optional;

/**
 * One whole answer.
 *
 * @param choices at least one, by index
 */
public record Answer(List<Choice> choices, TokenUsage usage) {
  public Answer {
    choices = List.copyOf(choices);
  }

  /** An answer with one choice. */
  public static Answer of(List<Block> blocks, FinishReason finish, TokenUsage usage) {
    return new Answer(List.of(new Choice(blocks, finish, Optional.empty())), usage);
  }

  /**
   * @param blocks in the model's order
   * @param logprobs OpenAI's {@code logprobs} object, where it was asked for and can be had
   */
  public record Choice(List<Block> blocks, FinishReason finish, Optional<JsonNode> logprobs) {
    public Choice {
      blocks = List.copyOf(blocks);
    }
  }

  /** A piece of an answer. */
  public sealed interface Block {
    record Text(String text) implements Block {}

    /** The model's own words of refusal. */
    record Refusal(String text) implements Block {}

    /**
     * A model's thoughts.
     *
     * @param signature the provider's proof, to be sent back unchanged; empty if there is none
     */
    record Thought(String text, String signature) implements Block {}

    /** Thoughts that only the provider can read. */
    record RedactedThought(String data) implements Block {}

    /**
     * A tool the model wants called.
     *
     * @param arguments JSON text as the model wrote it, {@code {}} if there are none
     * @param signature the provider's proof of the thoughts behind it; empty if there is none
     */
    record Call(String id, String name, String arguments, String signature) implements Block {}
  }
}
