package dev.strowger.dialects.conversation;

import java.util.List;

/** One message of a conversation. */
public sealed interface Message {
  List<Part> parts();

  /**
   * Roles system and developer.
   *
   * @param parts texts and cache marks
   */
  record Instructions(List<Part> parts) implements Message {
    public Instructions {
      parts = List.copyOf(parts);
    }
  }

  record User(List<Part> parts) implements Message {
    public User {
      parts = List.copyOf(parts);
    }
  }

  /**
   * What a model said before.
   *
   * @param parts texts, refusals, thoughts, calls and cache marks, in the model's order
   */
  record Assistant(List<Part> parts) implements Message {
    public Assistant {
      parts = List.copyOf(parts);
    }

    /** The calls among the parts. */
    public List<Part.Call> calls() {
      return parts.stream().filter(Part.Call.class::isInstance).map(Part.Call.class::cast).toList();
    }
  }

  /**
   * What a tool gave back.
   *
   * @param failed whether it gave an error back
   */
  record ToolResult(String callId, List<Part> parts, boolean failed) implements Message {
    public ToolResult {
      parts = List.copyOf(parts);
    }
  }
}
