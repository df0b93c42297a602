package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The tools a model may call.
 *
 * @param parallel whether it may call several at once
 * @param cacheMark what stands behind the last tool, see {@link Part.CacheMark}
 */
public record ToolUse(
    List<Tool> tools, Choice choice, boolean parallel, Optional<Part.CacheMark> cacheMark) {
  public ToolUse {
    tools = List.copyOf(tools);
  }

  /**
   * @param description empty if there is none
   * @param parameters JSON schema of an object
   * @param strict whether arguments must follow the schema to the letter
   */
  public record Tool(String name, String description, ObjectNode parameters, boolean strict) {}

  /** Whether and what the model must call. */
  public sealed interface Choice {
    record Auto() implements Choice {}

    record None() implements Choice {}

    /** Any of the tools, but one. */
    record Required() implements Choice {}

    record Named(String name) implements Choice {}
  }
}
