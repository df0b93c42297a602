package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A piece of a message's content. */
public sealed interface Part {
  record Text(String text) implements Part {}

  /** What a model said to refuse. */
  record Refusal(String text) implements Part {}

  /**
   * An image the provider fetches by itself.
   *
   * @param detail {@code auto}, {@code low} or {@code high}; empty if the client gave none
   */
  record ImageUrl(String url, String detail) implements Part {}

  /**
   * @param mediaType e.g. {@code image/png}
   * @param detail as in {@link ImageUrl}
   */
  record Image(String mediaType, String base64, String detail) implements Part {}

  /**
   * A file.
   *
   * @param mediaType e.g. {@code application/pdf}
   * @param name empty if the client gave none
   */
  record Document(String mediaType, String base64, String name) implements Part {}

  /**
   * A file the provider fetches by itself.
   *
   * @param name empty if the client gave none
   */
  record DocumentUrl(String url, String name) implements Part {}

  /**
   * @param format e.g. {@code wav}
   */
  record Audio(String format, String base64) implements Part {}

  /**
   * What a model thought before.
   *
   * @param signature the provider's proof; empty if there is none
   */
  record Thought(String text, String signature) implements Part {}

  /** Thoughts that only the provider can read. */
  record RedactedThought(String data) implements Part {}

  /**
   * A tool the model wanted called.
   *
   * @param signature the provider's proof of the thoughts behind it; empty if there is none
   */
  record Call(String id, String name, ObjectNode arguments, String signature) implements Part {}

  /**
   * What stands before it, from the start of the prompt, is to be kept in the provider's cache.
   *
   * @param ttl {@code 5m} or {@code 1h}; empty for the provider's own
   */
  record CacheMark(String ttl) implements Part {}
}
