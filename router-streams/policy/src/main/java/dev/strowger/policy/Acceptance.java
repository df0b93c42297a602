package dev.strowger.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What an answer must be like to be given; else the plan moves on.
 *
 * @param jsonSchema valid by the request's own response format
 * @param languages ISO 639-1, or {@code same} for the prompt's; empty: any
 * @param minLogprob least mean log-probability of its tokens
 */
public record Acceptance(
    boolean jsonSchema,
    List<String> languages,
    boolean noRefusal,
    OptionalInt minChars,
    OptionalInt maxChars,
    OptionalDouble minLogprob,
    Optional<Consistency> consistency,
    Optional<Judge> judge) {
  public Acceptance {
    languages = List.copyOf(languages);
  }

  /**
   * Several answers of the target must agree.
   *
   * @param samples answers in all
   * @param agree share of them that must agree with the one that is given, 0 to 1
   */
  public record Consistency(int samples, double agree) {}

  /**
   * Another model says how good the answer is. It stands in the plan as the step after the one it
   * judges, and is subject to the same constraints.
   *
   * @param target {@code provider/model}
   * @param atLeast least grade, 0 to 1
   * @param criteria what a good answer is like; empty: helpful, correct and complete
   */
  public record Judge(String target, double atLeast, String criteria) {}
}
