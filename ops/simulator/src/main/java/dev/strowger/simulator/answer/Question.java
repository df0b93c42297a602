package dev.strowger.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What is asked, apart from any wire format. */
public record Question(
    String model, Prompt prompt, Limits limits, Delivery delivery, Wanted wanted) {

  /**
   * @param text what the user said last, or what the tool answered
   * @param tokens estimate for the whole conversation
   * @param begun the beginning of the answer, given by the caller; empty when there is none
   * @param prefilled whether it is given as a last message of the assistant's, and not as an
   *     earlier one with which the user asks to go on
   * @param afterTool whether {@code text} is the result of a tool
   */
  public record Prompt(
      String text, int tokens, String begun, boolean prefilled, boolean afterTool) {
    /** The beginning of the answer, if the conversation ends with it. */
    public String prefill() {
      return prefilled ? begun : "";
    }
  }

  /**
   * @param maxTokens most tokens of the answer
   * @param stops texts at which the answer ends
   */
  public record Limits(int maxTokens, List<String> stops) {
    public Limits {
      stops = List.copyOf(stops);
    }
  }

  /**
   * @param stream whether the answer comes in pieces
   * @param usage whether a stream ends with its usage
   * @param thoughts whether the answer shows what was thought before
   */
  public record Delivery(boolean stream, boolean usage, boolean thoughts) {}

  /** The form of the answer. */
  public sealed interface Wanted {
    /** Prose. */
    record Text() implements Wanted {}

    /** A JSON text that fits the schema. */
    record Json(JsonNode schema) implements Wanted {}

    /** A call of this tool with arguments that fit the schema. */
    record ToolCall(String tool, JsonNode schema) implements Wanted {}
  }
}
