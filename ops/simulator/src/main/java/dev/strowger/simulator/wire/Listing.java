package dev.strowger.simulator.wire;

import java.util.List;
import java.util.stream.Collectors;

/** Lists of models, as an API gives them out. */
public final class Listing {
  private Listing() {}

  /**
   * @param model with {@code %1$s} for the name
   */
  public static String of(String before, String model, String after, List<String> names) {
    return names.stream().map(model::formatted).collect(Collectors.joining(",", before, after));
  }

  /** As OpenAI and those who are like it. */
  public static String openAi(List<String> names) {
    return of(
        "{\"object\":\"list\",\"data\":[",
        "{\"id\":\"%s\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"simulator\"}",
        "]}",
        names);
  }
}
