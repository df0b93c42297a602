package dev.strowger.simulator;

import java.time.Instant;
import java.util.List;

/**
 * What is answered, apart from any wire format.
 *
 * @param pieces of the text, or of the JSON arguments of a tool call; one piece is one token
 * @param finish why it ends
 * @param stoppedAt the stop text that ended it, or empty
 */
record Answer(List<String> pieces, Finish finish, String stoppedAt) {
  /** Why an answer ends. */
  enum Finish {
    COMPLETE,
    LENGTH,
    STOP_TEXT,
    TOOL_CALL
  }

  /** A question with its answer, ready to be written. */
  record Reply(Question question, Answer answer, String id, Instant created) {
    int promptTokens() {
      return question.prompt().tokens();
    }

    int completionTokens() {
      return answer.pieces().size();
    }
  }

  Answer {
    pieces = List.copyOf(pieces);
  }

  String text() {
    return String.join("", pieces);
  }
}
