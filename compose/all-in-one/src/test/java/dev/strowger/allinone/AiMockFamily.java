package dev.strowger.allinone;

/**
 * The dialects the mock speaks: where, with which key header, and by whose content type a stream
 * comes. Anthropic's base is without {@code /v1}, as its dialect adds it.
 */
enum AiMockFamily {
  OPENAI("/v1", "authorization", "text/event-stream"),
  OPENROUTER("/api/v1", "authorization", "text/event-stream"),
  ANTHROPIC("", "x-api-key", "text/event-stream"),
  GEMINI("/v1beta", "x-goog-api-key", "text/event-stream"),
  VERTEX("/v1/projects/p/locations/europe-west4", "authorization", "text/event-stream"),
  BEDROCK("", "authorization", "application/vnd.amazon.eventstream"),
  AZURE("", "api-key", "text/event-stream"),
  OLLAMA("", "authorization", "application/x-ndjson"),
  COHERE("", "authorization", "text/event-stream");

  private final String base;
  private final String keyHeader;
  private final String streamType;

  AiMockFamily(String base, String keyHeader, String streamType) {
    this.base = base;
    this.keyHeader = keyHeader;
    this.streamType = streamType;
  }

  /** What stands before the paths that providers document. */
  String base() {
    return base;
  }

  String keyHeader() {
    return keyHeader;
  }

  /** A key as the header wants it. */
  String credential(String key) {
    return keyHeader.equals("authorization") ? "Bearer " + key : key;
  }

  String streamType() {
    return streamType;
  }
}
