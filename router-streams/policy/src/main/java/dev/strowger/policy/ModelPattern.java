package dev.strowger.policy;

import java.util.Optional;

/**
 * Which models a route is for: one by its exact name, or all that begin with a prefix.
 *
 * @param open whether the prefix may be followed by more; written {@code prefix*}
 */
record ModelPattern(String prefix, boolean open) {

  /** Empty unless the text is a model's name or a prefix followed by one star at the end. */
  static Optional<ModelPattern> parse(String text) {
    boolean open = text.endsWith("*");
    String prefix = open ? text.substring(0, text.length() - 1) : text;
    boolean fits = !prefix.contains("*") && (Target.Name.isModel(prefix) || text.equals("*"));
    return fits ? Optional.of(new ModelPattern(prefix, open)) : Optional.empty();
  }

  boolean matches(String model) {
    return open ? model.startsWith(prefix) : model.equals(prefix);
  }

  /** Whether everything the other matches is matched by this too. */
  boolean covers(ModelPattern other) {
    return open ? other.prefix.startsWith(prefix) : equals(other);
  }

  @Override
  public String toString() {
    return open ? prefix + "*" : prefix;
  }
}
