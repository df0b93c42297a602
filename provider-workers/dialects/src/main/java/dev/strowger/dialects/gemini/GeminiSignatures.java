package dev.strowger.dialects.gemini;

import dev.strowger.dialects.Provider;
import java.util.Optional;

/**
 * Proofs of a model's thoughts, marked with the family that issued them: a conversation may have
 * begun with another one, and a proof that Google did not issue fails the whole request.
 *
 * @param mark e.g. {@code gemini:}
 */
record GeminiSignatures(String mark) {
  /** What Google's guide on thought signatures says to send for calls it did not make itself. */
  static final String NOT_OURS = "skip_thought_signature_validator";

  static GeminiSignatures of(Provider provider) {
    return new GeminiSignatures(provider.dialect().label() + ":");
  }

  /** For the client; empty if there is none. */
  String marked(String signature) {
    return signature.isEmpty() ? "" : mark + signature;
  }

  /** As this family issued it, if it did. */
  Optional<String> own(String signature) {
    return signature.startsWith(mark) && signature.length() > mark.length()
        ? Optional.of(signature.substring(mark.length()))
        : Optional.empty();
  }
}
