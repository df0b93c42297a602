package dev.strowger.dialects.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;

/**
 * Takes an answer as it comes, piece by piece: what a provider's stream says, whatever its format.
 * Order per choice: start; pieces of thoughts, text, refusal and calls, one block after the other
 * (a call's arguments may interleave with those of other calls, told apart by index); finish. Usage
 * may come at any time and more than once, the last counts.
 *
 * <p>{@code choice} counts from 0; {@code call} counts the calls of a choice from 0.
 */
public interface AnswerSink {
  /** The answer has begun, although nothing of it is known. */
  void start();

  void text(int choice, String text);

  void refusal(int choice, String text);

  void thought(int choice, String text);

  /** The proof of the thoughts before it; ends that block of thoughts. */
  void signature(int choice, String signature);

  void redactedThought(int choice, String data);

  /**
   * A tool call begins.
   *
   * @param signature as in {@link Answer.Block.Call}
   */
  void call(int choice, int call, String id, String name, String signature);

  /**
   * @param fragment more of the JSON text; all fragments together are an object
   */
  void arguments(int choice, int call, String fragment);

  /**
   * @param logprobs OpenAI's {@code logprobs} object for the text just given
   */
  void logprobs(int choice, JsonNode logprobs);

  void finish(int choice, FinishReason reason);

  void usage(TokenUsage usage);
}
