package dev.strowger.dialects.wire;

/**
 * The tool whose input is the answer, where a model gives JSON by no other means. Its name tells
 * the readers of answers, so that request and response share no state.
 */
public final class AnswerTool {
  public static final String NAME = "strowger_json_answer";

  private AnswerTool() {}
}
