package dev.strowger.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of a response's input items are wanted. Source: OpenAI's API reference, "List input items".
 *
 * @param limit items, 1 to 100
 * @param after the item before the first one; empty: from the beginning
 */
record ItemPage(Order order, int limit, String after) {
  static final String DEFAULT_ORDER = "desc";
  static final String DEFAULT_LIMIT = "20";
  private static final int MOST = 100;

  /** Newest first is what the API does unless it is told. */
  enum Order {
    ASC,
    DESC
  }

  /** Empty if the order is none, or the limit out of range. */
  static Optional<ItemPage> of(String order, String limit, String after) {
    boolean good = order.matches("asc|desc") && limit.matches("[0-9]{1,3}");
    int most = good ? Integer.parseInt(limit) : 0;
    return most < 1 || most > MOST
        ? Optional.empty()
        : Optional.of(new ItemPage(Order.valueOf(order.toUpperCase(Locale.ROOT)), most, after));
  }

  /**
   * The list object; after an item that is not there comes nothing.
   *
   * @param items in the order of the conversation
   */
  ObjectNode of(ArrayNode items) {
    List<JsonNode> all = new ArrayList<>();
    items.forEach(all::add);
    List<JsonNode> ordered =
        switch (order) {
          case ASC -> all;
          case DESC -> all.reversed();
        };
    List<JsonNode> rest =
        after.isEmpty()
            ? ordered
            : ordered.stream().dropWhile(item -> !id(item).equals(after)).skip(1).toList();
    List<JsonNode> page = rest.subList(0, Math.min(limit, rest.size()));
    ObjectNode list = new ObjectMapper().createObjectNode().put("object", "list");
    list.put("first_id", page.isEmpty() ? "" : id(page.getFirst()));
    list.put("last_id", page.isEmpty() ? "" : id(page.getLast()));
    list.put("has_more", page.size() < rest.size());
    list.putArray("data").addAll(page);
    return list;
  }

  private static String id(JsonNode item) {
    return item.path("id").asText();
  }
}
