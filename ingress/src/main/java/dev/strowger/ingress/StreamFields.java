package dev.strowger.ingress;

import java.io.IOException;

/** {@code stream} and {@code stream_options}, as several of OpenAI's APIs have them. */
final class StreamFields {
  private final Values values;
  private boolean stream;
  private boolean options;
  private boolean includeUsage;

  StreamFields(Values values) {
    this.values = values;
  }

  BodyFacts.Streaming asked() {
    return new BodyFacts.Streaming(stream, includeUsage);
  }

  /**
   * @param name one of the two
   */
  void field(String name) throws IOException {
    if (name.equals("stream")) {
      stream = values.flag(name);
      return;
    }
    includeUsage = false;
    options =
        values.object(
            name,
            key -> {
              if (key.equals("include_usage")) {
                includeUsage = values.flag("stream_options.include_usage");
              } else {
                values.skip();
              }
            });
  }

  void check() throws BadBody {
    if (options && !stream) {
      throw new BadBody(
          "invalid_value", "stream_options", "'stream_options' needs 'stream' to be true.");
    }
  }
}
