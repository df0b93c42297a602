package dev.strowger.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What the simulated providers say was called: each call that reached a model. */
record Bill(List<Call> calls) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param completed the whole answer was sent, and is paid for
   */
  record Call(
      String requestId,
      String target,
      boolean completed,
      long inputTokens,
      long outputTokens,
      long startedMs,
      long endedMs) {}

  Bill {
    calls = List.copyOf(calls);
  }

  static Bill read(HttpClient http, URI simulator) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(simulator.resolve("/_control/ledger?calls=true")).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("the simulator's ledger cannot be read: " + response.statusCode());
    }
    List<Call> calls = new ArrayList<>();
    for (var provider : JSON.readTree(response.body()).properties()) {
      for (JsonNode call : provider.getValue().path("calls")) {
        calls.add(
            new Call(
                call.path("request_id").asText(),
                provider.getKey() + "/" + call.path("model").asText(),
                call.path("completed").asBoolean(),
                call.path("input_tokens").asLong(),
                call.path("output_tokens").asLong(),
                call.path("started_ms").asLong(),
                call.path("ended_ms").asLong()));
      }
    }
    return new Bill(calls);
  }
}
