package dev.strowger.worker.gates;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** The grade in a judge's answer. Pure. */
public final class Grade {
  private static final String FIELD = "grade";

  /** Objects looked at in one answer. */
  private static final int MAX_OBJECTS = 64;

  private Grade() {}

  /**
   * From 0 to 1; empty if there is none. Of several the lowest counts, since a judge may quote what
   * it was given.
   */
  public static OptionalDouble in(String text) {
    DoubleStream.Builder found = DoubleStream.builder();
    int from = text.indexOf('{');
    for (int i = 0; i < MAX_OBJECTS && from >= 0; i++) {
      int to = text.indexOf('}', from);
      if (to < 0) {
        break;
      }
      // The innermost object: one that holds another is not how a grade was asked for.
      int start = text.lastIndexOf('{', to);
      Optional<JsonNode> object = JsonGate.tree(text.substring(start, to + 1));
      object.ifPresent(json -> of(json.path(FIELD)).ifPresent(found::add));
      from = text.indexOf('{', to);
    }
    return found.build().min();
  }

  private static OptionalDouble of(JsonNode value) {
    double grade = Double.NaN;
    if (value.isNumber()) {
      grade = value.doubleValue();
    } else if (value.isTextual() && value.textValue().matches("[01](?:\\.\\d{1,10})?")) {
      grade = Double.parseDouble(value.textValue());
    }
    return grade >= 0 && grade <= 1 ? OptionalDouble.of(grade) : OptionalDouble.empty();
  }

  /** With at most three places. */
  public static String shown(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
  }
}
