package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the answer's text must be. */
public sealed interface OutputFormat {
  record Text() implements OutputFormat {}

  /** Any JSON object. */
  record JsonObject() implements OutputFormat {}

  /**
   * JSON after a schema.
   *
   * @param description empty if there is none
   * @param strict whether the answer must follow the schema to the letter
   */
  record JsonSchema(String name, String description, ObjectNode schema, boolean strict)
      implements OutputFormat {}
}
