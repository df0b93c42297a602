package dev.strowger.dialects.answer;

import dev.strowger.dialects.TokenUsage;
import java.util.List;

/**
 * One whole answer.
 *
 * @param text empty if there is none
 * @param reasoning the model's thoughts where the provider shows them; empty if not
 */
public record Answer(
    String text, String reasoning, List<Call> calls, FinishReason finish, TokenUsage usage) {
  public Answer {
    calls = List.copyOf(calls);
  }

  /**
   * A tool the model wants called.
   *
   * @param arguments JSON text, {@code {}} if there are none
   */
  public record Call(String id, String name, String arguments) {}
}
