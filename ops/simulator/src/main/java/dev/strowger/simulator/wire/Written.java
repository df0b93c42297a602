package dev.strowger.simulator.wire;

import java.util.Map;

/** A JSON body and the headers that go with it. */
public record Written(String body, Map<String, String> headers) {
  public Written {
    headers = Map.copyOf(headers);
  }

  public static Written body(String body) {
    return new Written(body, Map.of());
  }
}
