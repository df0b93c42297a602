package dev.strowger.dialects.api.responses;

import dev.strowger.dialects.conversation.Part;
import java.util.Optional;

/**
 * What {@code encrypted_content} of a reasoning item holds here: the provider's proof of the
 * thoughts in the item's summary, or thoughts that only the provider can read. Clients send it back
 * unread.
 */
final class EncryptedContent {
  private static final String SIGNATURE = "strowger.signature.";
  private static final String REDACTED = "strowger.redacted.";

  private EncryptedContent() {}

  static String signature(String signature) {
    return SIGNATURE + signature;
  }

  static String redacted(String data) {
    return REDACTED + data;
  }

  /**
   * The thought of a reasoning item; empty if the content is another provider's, whom alone it
   * tells something.
   */
  static Optional<Part> thought(String text, String encrypted) {
    if (encrypted.startsWith(SIGNATURE)) {
      return Optional.of(new Part.Thought(text, encrypted.substring(SIGNATURE.length())));
    }
    return encrypted.startsWith(REDACTED)
        ? Optional.of(new Part.RedactedThought(encrypted.substring(REDACTED.length())))
        : Optional.empty();
  }
}
