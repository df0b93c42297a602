package dev.strowger.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Where the requests of a running gateway are that have no end yet: by the log, by its figures, by
 * its threads and by what it warned of. On one line, as reports of failed tests show no more.
 */
record Whereabouts(RunningGateway gateway, long pid) {
  private static final List<String> POOLS = List.of("openai", "anthropic", "ollama");
  private static final int MOST_REQUESTS = 20;
  private static final int MOST_THREADS = 20;
  private static final int MOST_FRAMES = 4;

  /** Never fails: what cannot be found out says why. */
  String told() {
    StringJoiner all = new StringJoiner(" | ");
    all.add("figures: " + tried(this::figures));
    all.add("log: " + tried(this::requests));
    all.add("threads: " + tried(this::threads));
    all.add("warnings: " + tried(() -> gateway.warnings().toString()));
    return all.toString().replace('\n', ' ');
  }

  private static String tried(Callable<String> look) {
    try {
      return look.call();
    } catch (Exception e) {
      return "not known, " + e;
    }
  }

  private String figures() throws Exception {
    return gateway
        .metrics()
        .lines()
        .filter(line -> line.matches("strowger_(door|pool|router)_\\w*(in_flight|pending|open).*"))
        .collect(Collectors.joining(", "));
  }

  /** Requests without a terminal event: where they were sent, and what was tried. */
  private String requests() {
    List<EventRecord> events = Log.read(gateway, Topics.EVENTS);
    Set<String> ended =
        events.stream()
            .filter(event -> event.getDetail() instanceof Terminal)
            .map(EventRecord::getRequestId)
            .collect(Collectors.toSet());
    StringJoiner open = new StringJoiner(", ", "[", "]");
    Log.read(gateway, Topics.REQUESTS).stream()
        .filter(request -> !ended.contains(request.getRequestId()))
        .limit(MOST_REQUESTS)
        .forEach(request -> open.add(request(request, events)));
    return open.toString();
  }

  private String request(RequestRecord request, List<EventRecord> events) {
    String id = request.getRequestId();
    StringJoiner story = new StringJoiner(" ", id + " of " + request.getReceivedAt() + ":", "");
    for (String pool : POOLS) {
      for (RoutedRecord routed : Log.read(gateway, Topics.routed(pool))) {
        if (routed.getRequest().getRequestId().equals(id)) {
          story.add("step " + routed.getStep() + " to " + pool);
        }
      }
    }
    for (EventRecord event : events) {
      if (event.getRequestId().equals(id) && event.getDetail() instanceof Attempt attempt) {
        story.add(attempt.getProvider() + " " + attempt.getResult());
      }
    }
    return story.toString();
  }

  /** Those that work for requests, virtual ones too. */
  private String threads() throws Exception {
    Path dump = Files.createTempDirectory("threads").resolve("threads.json");
    Command.run(
            Path.of("."),
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "Thread.dump_to_file",
                "-format=json",
                dump.toString()))
        .succeeded();
    JsonNode all = new ObjectMapper().readTree(dump.toFile()).path("threadDump");
    List<String> said = new ArrayList<>();
    for (JsonNode container : all.path("threadContainers")) {
      for (JsonNode thread : container.path("threads")) {
        if (thread.path("name").asText().startsWith("request-")) {
          said.add(thread.path("name").asText() + " " + frames(thread));
        }
      }
    }
    return all.path("runtimeVersion").asText()
        + said.stream().limit(MOST_THREADS).collect(Collectors.joining(", ", " [", "]"));
  }

  /** The innermost one and the innermost ones of our own. */
  private static String frames(JsonNode thread) {
    List<String> frames = new ArrayList<>();
    thread.path("stack").forEach(frame -> frames.add(frame.asText()));
    return thread.path("state").asText()
        + frames.stream()
            .filter(frame -> frame.equals(frames.getFirst()) || frame.startsWith("dev.strowger"))
            .limit(MOST_FRAMES)
            .collect(Collectors.joining(" < ", " (", ")"));
  }
}
