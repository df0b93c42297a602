package dev.strowger.dialects.answer;

/**
 * What becomes of an answer's texts on their way to the client, and of what is sent back to a
 * provider of an answer that was begun. Of one call; for one thread.
 */
public interface AnswerFilter {
  /** All passes as it is. */
  AnswerFilter NONE =
      new AnswerFilter() {
        @Override
        public boolean active() {
          return false;
        }

        @Override
        public boolean hidesTokens() {
          return false;
        }

        @Override
        public Pieces pieces(Kind kind, String before) {
          throw new IllegalStateException("nothing is to be filtered");
        }

        @Override
        public String hide(String text) {
          return text;
        }
      };

  /** What a text is of an answer. */
  enum Kind {
    TEXT,
    REFUSAL,
    THOUGHT,
    /** JSON text. */
    ARGUMENTS
  }

  /** One text that comes in pieces, split anywhere. */
  interface Pieces {
    /** What of it is sure to go out. */
    String add(String more);

    /** The rest: the text ends here. */
    String end();

    /** Whether the answer is to end behind what went out, as by a content filter. */
    boolean stopped();
  }

  boolean active();

  /** Whether single tokens, with their probabilities, would tell what texts do not. */
  boolean hidesTokens();

  /**
   * @param before what of the text the client has
   */
  Pieces pieces(Kind kind, String before);

  /** A text that the client has, as a provider may see it. */
  String hide(String text);
}
