package dev.strowger.faults;

/** An API of the gateway's clients. */
enum Api {
  CHAT("/chat/completions"),
  RESPONSES("/responses"),
  MESSAGES("/messages");

  private static final String ASK = "Tell me of the switch";

  private final String path;

  Api(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /** A stream as a client of this API reads it. */
  Streamed read(String body) {
    SseEvent.All stream = SseEvent.read(body);
    return switch (this) {
      case CHAT -> ChatForm.read(stream);
      case RESPONSES -> ResponsesForm.read(stream);
      case MESSAGES -> MessagesForm.read(stream);
    };
  }

  String request(String model, boolean stream) {
    String turn = "\"messages\":[{\"role\":\"user\",\"content\":\"" + ASK + "\"}]";
    String asked =
        switch (this) {
          case CHAT -> (stream ? "\"stream_options\":{\"include_usage\":true}," : "") + turn;
          case RESPONSES -> "\"input\":\"" + ASK + "\"";
          case MESSAGES -> "\"max_tokens\":500," + turn;
        };
    return "{\"model\":\"" + model + "\",\"stream\":" + stream + "," + asked + "}";
  }
}
