package dev.strowger.simulator.answer;

import java.time.Instant;
import java.util.List;

/**
 * What is answered, apart from any wire format.
 *
 * @param pieces of the text, or of the JSON arguments of a tool call; one piece is one token
 * @param thoughts pieces of what was thought before, shown or not; often empty
 * @param finish why it ends
 * @param stoppedAt the stop text that ended it, or empty
 */
public record Answer(List<String> pieces, List<String> thoughts, Finish finish, String stoppedAt) {
  /** Why an answer ends. */
  public enum Finish {
    COMPLETE,
    LENGTH,
    STOP_TEXT,
    TOOL_CALL,
    /** A filter stopped it; the pieces say so. */
    FILTERED
  }

  /** A question with its answer, ready to be written. */
  public record Reply(Question question, Answer answer, String id, Instant created) {
    public int promptTokens() {
      return question.prompt().tokens();
    }

    /** Of the text or the arguments, without thoughts. */
    public int completionTokens() {
      return answer.pieces().size();
    }

    public int thoughtTokens() {
      return answer.thoughts().size();
    }

    /** Of the text or the arguments and the thoughts. */
    public int outputTokens() {
      return completionTokens() + thoughtTokens();
    }

    public boolean filtered() {
      return answer.finish() == Finish.FILTERED;
    }
  }

  public Answer {
    pieces = List.copyOf(pieces);
    thoughts = List.copyOf(thoughts);
  }

  public String text() {
    return String.join("", pieces);
  }

  public String thought() {
    return String.join("", thoughts);
  }
}
