package dev.strowger.dialects.wire;

import java.util.Optional;

/**
 * Proofs of a model's thoughts, marked with who issued them before a client gets them: a
 * conversation may go on with another provider, and a proof it did not issue fails the request.
 *
 * @param mark ends in a colon, which no proof itself has, e.g. {@code gemini:}
 */
public record MarkedProofs(String mark) {
  /** For the client; empty if there is none. */
  public String marked(String proof) {
    return proof.isEmpty() ? "" : mark + proof;
  }

  /** As it was issued under this mark, if it was. */
  public Optional<String> own(String proof) {
    return proof.startsWith(mark) && proof.length() > mark.length()
        ? Optional.of(proof.substring(mark.length()))
        : Optional.empty();
  }

  /** Whether somebody's mark is on it. */
  public static boolean isMarked(String proof) {
    return proof.indexOf(':') >= 0;
  }
}
