package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** Whether a request asks a model to think before it answers. */
final class Reasoning {
  private static final Set<String> NO_EFFORT = Set.of("none", "");
  private static final Set<String> NO_THINKING = Set.of("disabled", "");

  private Reasoning() {}

  /** OpenAI's effort, e.g. {@code high}. */
  static boolean asked(Values values) throws IOException {
    boolean text = values.json().currentToken() == JsonToken.VALUE_STRING;
    boolean asked = text && !NO_EFFORT.contains(values.json().getText());
    values.skip();
    return asked;
  }

  /** The object {@code reasoning} of the Responses API. */
  static boolean inResponses(Values values) throws IOException {
    return inside(values, "effort", NO_EFFORT);
  }

  /** The object {@code thinking} of the Messages API. */
  static boolean inMessages(Values values) throws IOException {
    return inside(values, "type", NO_THINKING);
  }

  private static boolean inside(Values values, String name, Set<String> not) throws IOException {
    if (values.json().currentToken() != JsonToken.START_OBJECT) {
      values.skip();
      return false;
    }
    boolean asked = false;
    while (values.json().nextToken() != JsonToken.END_OBJECT) {
      boolean named = values.json().currentName().equals(name);
      JsonToken value = values.json().nextToken();
      if (named && value == JsonToken.VALUE_STRING) {
        asked = !not.contains(values.json().getText());
      }
      values.skip();
    }
    return asked;
  }
}
