package dev.strowger.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.strowger.records.ResponseRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Items of kept answers that an input names instead of having them, as the AI SDK does. The last
 * one is looked for first: the request of its answer holds, as a rule, the items before it, so that
 * a long conversation costs one read. Source: OpenAI's API reference, "Item reference".
 */
final class ItemReferences {
  private static final String TYPE = "item_reference";

  /** Answers that are read for one request. */
  static final int MAX_RESPONSES = 64;

  /** Ids of items say whose they are, e.g. {@code msg_<id>_0}, {@code item_resp_<id>_0}. */
  private static final Pattern ITEM_ID =
      Pattern.compile("(?:[a-z]{1,8}_|item_resp_)([0-9a-f]{32})_[0-9]{1,6}");

  /** Where kept answers are found. */
  @FunctionalInterface
  interface Responses {
    Sought<ResponseRecord> find(String id) throws IOException, InterruptedException;
  }

  private final Responses responses;
  private final int limitBytes;

  /** By the id that is asked for; null: not found yet. In the order of the input. */
  private final Map<String, @Nullable JsonNode> items = new LinkedHashMap<>();

  private int room;

  /**
   * @param limitBytes of a body, and of all items that are put in
   */
  ItemReferences(Responses responses, int limitBytes) {
    this.responses = responses;
    this.limitBytes = limitBytes;
    this.room = limitBytes;
  }

  /** Puts the items in place of the references; says why if it cannot. */
  Optional<OpenAiError> resolve(ArrayNode input) throws IOException, InterruptedException {
    for (JsonNode item : input) {
      if (isReference(item) && items.containsKey(id(item))) {
        return Optional.of(Refusals.itemTwice(id(item)));
      }
      if (isReference(item)) {
        items.put(id(item), null);
      }
    }
    Optional<OpenAiError> problem = find();
    if (problem.isEmpty()) {
      for (int i = 0; i < input.size(); i++) {
        if (isReference(input.get(i))) {
          input.set(i, items.get(id(input.get(i))));
        }
      }
    }
    return problem;
  }

  private Optional<OpenAiError> find() throws IOException, InterruptedException {
    int read = 0;
    for (String id : items.keySet().stream().toList().reversed()) {
      if (items.get(id) != null) {
        continue;
      }
      if (read++ == MAX_RESPONSES) {
        return Optional.of(Refusals.tooManyReferences(MAX_RESPONSES));
      }
      Matcher made = ITEM_ID.matcher(id);
      Sought<ResponseRecord> kept =
          made.matches() ? responses.find("resp_" + made.group(1)) : new Sought.Absent<>();
      switch (kept) {
        case Sought.Found<ResponseRecord>(ResponseRecord found) -> take(found);
        case Sought.Absent<ResponseRecord>() -> {}
        case Sought.Refused<ResponseRecord>(OpenAiError error) -> {
          return Optional.of(error);
        }
      }
      if (room < 0) {
        return Optional.of(Refusals.tooLongToGoOn(limitBytes));
      }
      if (items.get(id) == null) {
        return Optional.of(Refusals.noItem(id));
      }
    }
    return Optional.empty();
  }

  private void take(ResponseRecord kept) throws IOException {
    for (JsonNode item : Continuation.items(kept, limitBytes)) {
      String id = id(item);
      if (items.containsKey(id) && items.get(id) == null) {
        items.put(id, item);
        // Far from an int's end: an item is smaller than the body it comes from.
        room -= Math.min(item.toString().length(), room + 1);
      }
    }
  }

  private static boolean isReference(JsonNode item) {
    return isReference(item.path("type").asText(""), item.has("role"), item.has("id"));
  }

  /**
   * The type may be left out.
   *
   * @param type empty if there is none
   */
  static boolean isReference(String type, boolean role, boolean id) {
    return type.equals(TYPE) || (type.isEmpty() && id && !role);
  }

  private static String id(JsonNode item) {
    return item.path("id").asText();
  }
}
