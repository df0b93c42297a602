package dev.strowger.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The question every request asks: padded to about 1 KiB, and answered in few words.
 *
 * @param stream whether the answer is to come in pieces
 */
record Question(String model, int answerWords, boolean stream) {
  /** The length of a request's body, about. */
  static final int BODY_BYTES = 1_024;

  private static final String PADDING = "Some context that a model would have to read first. ";

  String json() {
    String asked = " Answer in " + answerWords + " words.";
    int padding = Math.max(0, BODY_BYTES - body(asked).length());
    String filler = PADDING.repeat(padding / PADDING.length() + 1).substring(0, padding);
    return body(filler + asked);
  }

  private String body(String prompt) {
    ObjectNode body = new ObjectMapper().createObjectNode().put("model", model);
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
    if (stream) {
      body.put("stream", true);
    }
    return body.toString();
  }
}
