package dev.strowger.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether ClickHouse (where there is one), the log and the router's balances add up to the same, as
 * the console finds.
 *
 * @param accounts tenants, teams and months that were compared
 * @param differing one sentence each
 * @param notes what could not be compared
 */
record Reconciled(int accounts, long events, List<String> differing, List<String> notes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int SINK_LAG_SECONDS = 60;

  Reconciled {
    differing = List.copyOf(differing);
    notes = List.copyOf(notes);
  }

  static Reconciled ask(HttpClient http, Site.Desk desk) throws IOException, InterruptedException {
    String all = "/admin/reconciliations";
    Map<String, Object> terms =
        Map.of("withoutClickHouse", !desk.clickHouse(), "patienceSeconds", SINK_LAG_SECONDS);
    String id =
        send(http, desk, all, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(terms)))
            .path("id")
            .asText();
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      JsonNode job = send(http, desk, all + "/" + id, HttpRequest.BodyPublishers.noBody());
      if (job.path("report").isObject()) {
        return of(job.path("report"));
      }
      if (!job.path("state").asText().matches("waiting|running")) {
        return failed(job.path("state").asText() + ": " + job.path("problem").asText());
      }
      Thread.sleep(LOOK);
    }
    return failed("not done within " + LONGEST);
  }

  static Reconciled of(JsonNode report) {
    List<String> differing = new ArrayList<>();
    for (JsonNode line : report.path("lines")) {
      for (var verdict : line.path("verdicts").properties()) {
        if (verdict.getValue().asText().equals("differs")) {
          differing.add(
              "%s %s %s: %s has %s, the log %s"
                  .formatted(
                      line.path("month").asText(),
                      line.path("tenant").asText(),
                      line.path("team").asText(),
                      verdict.getKey(),
                      line.path("sums").path(verdict.getKey()),
                      line.path("sums").path("log")));
        }
      }
    }
    for (JsonNode odd : report.path("requests")) {
      differing.add(odd.path("requestId").asText() + ": " + odd.path("why").asText());
    }
    if (differing.isEmpty() && !report.path("equal").asBoolean()) {
      differing.add("balances are not what a rebuild makes of the log");
    }
    List<String> notes = new ArrayList<>();
    report.path("notes").forEach(note -> notes.add(note.asText()));
    return new Reconciled(
        report.path("lines").size(),
        report.path("counts").path("events").asLong(),
        differing,
        notes);
  }

  private static Reconciled failed(String why) {
    return new Reconciled(0, 0, List.of("the books could not be compared: " + why), List.of());
  }

  private static JsonNode send(
      HttpClient http, Site.Desk desk, String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(desk.console().resolve(path))
            .header("authorization", "Bearer " + Files.readString(desk.tokenFile()).strip())
            .header("content-type", "application/json")
            .method(body.contentLength() > 0 ? "POST" : "GET", body)
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException("the console answered with " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }
}
