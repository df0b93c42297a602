package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One message of a conversation. */
public sealed interface Message {
  /** Roles system and developer. */
  record Instructions(List<String> texts) implements Message {
    public Instructions {
      texts = List.copyOf(texts);
    }
  }

  record User(List<Part> parts) implements Message {
    public User {
      parts = List.copyOf(parts);
    }
  }

  /** What a model said before; refusals are texts. */
  record Assistant(List<String> texts, List<Call> calls) implements Message {
    public Assistant {
      texts = List.copyOf(texts);
      calls = List.copyOf(calls);
    }
  }

  /** What a tool gave back. */
  record ToolResult(String callId, List<Part> parts) implements Message {
    public ToolResult {
      parts = List.copyOf(parts);
    }
  }

  /** A tool the model wanted called. */
  record Call(String id, String name, ObjectNode arguments) {}
}
