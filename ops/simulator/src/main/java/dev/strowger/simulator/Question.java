package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What is asked, apart from any wire format. */
record Question(String model, Prompt prompt, Limits limits, Delivery delivery, Wanted wanted) {

  /**
   * @param text what the user said last, or what the tool answered
   * @param tokens estimate for the whole conversation
   * @param prefill the beginning of the answer, given by the caller; empty when there is none
   * @param afterTool whether {@code text} is the result of a tool
   */
  record Prompt(String text, int tokens, String prefill, boolean afterTool) {}

  /**
   * @param maxTokens most tokens of the answer
   * @param stops texts at which the answer ends
   */
  record Limits(int maxTokens, List<String> stops) {
    Limits {
      stops = List.copyOf(stops);
    }
  }

  /**
   * @param stream whether the answer comes in pieces
   * @param usage whether a stream ends with its usage
   */
  record Delivery(boolean stream, boolean usage) {}

  /** The form of the answer. */
  sealed interface Wanted {
    /** Prose. */
    record Text() implements Wanted {}

    /** A JSON text that fits the schema. */
    record Json(JsonNode schema) implements Wanted {}

    /** A call of this tool with arguments that fit the schema. */
    record ToolCall(String tool, JsonNode schema) implements Wanted {}
  }
}
