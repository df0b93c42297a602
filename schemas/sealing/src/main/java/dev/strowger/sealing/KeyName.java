package dev.strowger.sealing;

import java.util.Optional;

/**
 * One key of a scope. After it is destroyed, the next one of the scope is of another generation.
 *
 * @param generation from 1
 */
public record KeyName(KeyScope scope, int generation) {
  /** {@code hash.class.day.generation} */
  public String text() {
    return scope.text() + "." + generation;
  }

  /** Empty if it is no key's name. */
  static Optional<KeyName> parse(String text) {
    int dot = text.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    try {
      int generation = Integer.parseInt(text.substring(dot + 1));
      return generation < 1
          ? Optional.empty()
          : KeyScope.parse(text.substring(0, dot)).map(scope -> new KeyName(scope, generation));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
