package dev.strowger.dialects.conversation;

/** A piece of a message's content. */
public sealed interface Part {
  record Text(String text) implements Part {}

  /** An image the provider fetches by itself. */
  record ImageUrl(String url) implements Part {}

  /**
   * @param mediaType e.g. {@code image/png}
   */
  record Image(String mediaType, String base64) implements Part {}

  /**
   * A file.
   *
   * @param mediaType e.g. {@code application/pdf}
   * @param name empty if the client gave none
   */
  record Document(String mediaType, String base64, String name) implements Part {}

  /**
   * @param format e.g. {@code wav}
   */
  record Audio(String format, String base64) implements Part {}
}
