package dev.strowger.dialects.wire;

import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Claude wants to know of its own thoughts, wherever it runs: Anthropic's and Bedrock's proofs
 * are the same, and both refuse a request with anybody else's.
 */
public final class ClaudeThoughts {
  /** Anthropic writes base64; the other families' proofs are marked with their name. */
  private static final Pattern PROOF = Pattern.compile("[A-Za-z0-9+/=_-]+");

  private ClaudeThoughts() {}

  /** Whether this may be a signature of Claude's, or thoughts it has locked. */
  public static boolean mayBeProof(String text) {
    return PROOF.matcher(text).matches();
  }

  /** Whether Claude takes this part back. */
  public static boolean isOwn(Part part) {
    return switch (part) {
      case Part.Thought(var text, var signature) -> mayBeProof(signature);
      case Part.RedactedThought(var data) -> mayBeProof(data);
      default -> false;
    };
  }

  /**
   * Whether the turn to be continued began without thoughts of Claude's; models that think within a
   * budget refuse to do so then.
   */
  public static boolean missing(List<Message> messages) {
    if (messages.isEmpty() || !(messages.getLast() instanceof Message.ToolResult)) {
      return false;
    }
    for (Message message : messages.reversed()) {
      if (message instanceof Message.User) {
        return false;
      }
      if (message instanceof Message.Assistant(List<Part> parts)
          && parts.stream().noneMatch(ClaudeThoughts::isOwn)) {
        return true;
      }
    }
    return false;
  }
}
