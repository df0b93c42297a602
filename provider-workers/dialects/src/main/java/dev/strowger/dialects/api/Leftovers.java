package dev.strowger.dialects.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parameters of a request that are set and that no conversation holds: they go to {@code
 * foreign} and {@code hints}, so that none is lost in silence.
 */
public final class Leftovers {
  /** More are not named; the first is enough to refuse a request. */
  static final int MAX_NAMED = 64;

  /** A name goes into messages and a response header. */
  private static final Pattern NAME = Pattern.compile("[\\w.\\[\\]-]{1,64}");

  private static final String UNNAMED = "unknown";

  private final Set<String> foreign = new LinkedHashSet<>();
  private final Set<String> hints = new LinkedHashSet<>();

  /** The answer would be another one without it. */
  public void foreign(String param) {
    add(foreign, param);
  }

  /** It changes cost, speed or bookkeeping only. */
  public void hint(String param) {
    add(hints, param);
  }

  /**
   * Takes every field that is set and that no reader reads.
   *
   * @param read fields with a reader, or without any bearing on the answer
   * @param cheap fields that are hints, except where they are {@code false}
   */
  public void takeUnread(JsonNode root, Set<String> read, Set<String> cheap) {
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (read.contains(field.getKey()) || unset(field.getValue())) {
        continue;
      }
      if (!cheap.contains(field.getKey())) {
        foreign(field.getKey());
      } else if (!isFalse(field.getValue())) {
        hint(field.getKey());
      }
    }
  }

  public List<String> foreign() {
    return List.copyOf(foreign);
  }

  public List<String> hints() {
    return List.copyOf(hints);
  }

  private static void add(Set<String> names, String param) {
    if (names.size() < MAX_NAMED) {
      names.add(NAME.matcher(param).matches() ? param : UNNAMED);
    }
  }

  private static boolean unset(JsonNode value) {
    return value.isNull() || (value.isContainerNode() && value.isEmpty());
  }

  private static boolean isFalse(JsonNode value) {
    return value.isBoolean() && !value.booleanValue();
  }
}
