package dev.strowger.dialects.mistral;

import dev.strowger.dialects.wire.StableId;
import java.util.regex.Pattern;

/** Ids of tool calls: nine letters or digits; Mistral refuses all others. */
final class MistralToolId {
  private static final int LENGTH = 9;
  private static final Pattern ITS_OWN = Pattern.compile("[a-zA-Z0-9]{" + LENGTH + "}");

  private MistralToolId() {}

  /** The id as Mistral takes it: the same for a call and for its result, in every request. */
  static String of(String id) {
    return ITS_OWN.matcher(id).matches() ? id : StableId.of(id, LENGTH);
  }

  /** The id of a call that Mistral gave none. */
  static String of(String given, String requestId, int choice, int call) {
    // Older servers write the text null where there is no id.
    return given.isEmpty() || given.equals("null")
        ? StableId.of(requestId + "/" + choice + "/" + call, LENGTH)
        : given;
  }
}
