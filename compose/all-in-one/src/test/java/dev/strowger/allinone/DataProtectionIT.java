package dev.strowger.allinone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was asked and answered stands nowhere in plain words, and nowhere at all once its key is
 * gone.
 */
class DataProtectionIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** In a prompt; the simulator says it again, so in the answer as well. */
  private static final String MARKER = "qzkfindmeplainqzk";

  /** Of an answer alone. */
  private static final String ANSWER_MARKER = "and this is made up:";

  private static final String ROUTES =
      """
      ai_routes:
        - name: protected
          match: {model: protected}
          targets: [{provider: openai, model: gpt-4o-mini}]
          cache: {ttl_s: 600}
          shadow: [{name: look, percent: 100, target: anthropic/claude-haiku-4-5}]
      """;

  @TempDir static Path folder;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Path manifests = Files.createDirectories(folder.resolve("manifests"));
    Path shipped = RunningGateway.ROOT.resolve("compose/config");
    Files.copy(shipped.resolve("models.yaml"), manifests.resolve("models.yaml"));
    Files.copy(shipped.resolve("providers.yaml"), manifests.resolve("providers.yaml"));
    copy(shipped.resolve("providers"), manifests.resolve("providers"));
    Files.writeString(manifests.resolve("routes.yaml"), ROUTES);
    gateway =
        RunningGateway.start(
            folder.resolve("data"),
            Map.of(
                "STROWGER_MANIFESTS", manifests.toString(),
                "STROWGER_KEY_CACHE", "1s",
                "STROWGER_LOG_LEVEL", "DEBUG"));
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void promptsAndAnswersStandNowhereAndAreErasedWithTheirKey() throws Exception {
    HttpResponse<String> whole = gateway.chat(chat("first", false));
    assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
    assertThat(whole.body()).contains(ANSWER_MARKER);
    assertThat(gateway.chat(chat("second", true)).body()).contains("[DONE]");
    awaitCached("first");
    HttpResponse<String> response =
        gateway.post("/responses", "{\"model\":\"protected\",\"input\":\"" + MARKER + " third\"}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String id = JSON.readTree(response.body()).path("id").asText();
    assertThat(get("/responses/" + id).statusCode()).isEqualTo(200);
    assertThat(get("/responses/" + id + "/input_items").body()).contains(MARKER);
    String requestId = requestId(gateway.chat(chat("fourth", false)));
    awaitShadow(requestId);

    assertThat(found(MARKER)).isEmpty();
    assertThat(found(ANSWER_MARKER)).isEmpty();

    HttpResponse<String> erased =
        gateway.admin("POST", "/admin/tenants/demo/erase", "{\"confirm\":\"demo\"}");
    assertThat(erased.statusCode()).as(erased.body()).isEqualTo(200);
    assertThat(JSON.readTree(erased.body()).path("destroyed")).isNotEmpty();
    Thread.sleep(Duration.ofSeconds(2));

    assertThat(get("/responses/" + id).statusCode()).isEqualTo(410);
    assertThat(get("/responses/" + id).body()).contains("content_erased");
    assertThat(gateway.admin("GET", "/admin/shadows/" + requestId, "").body())
        .doesNotContain(ANSWER_MARKER)
        .contains("the key was destroyed");
    HttpResponse<String> anew = gateway.chat(chat("first", false));
    assertThat(anew.statusCode()).as(anew.body()).isEqualTo(200);
    assertThat(anew.headers().firstValue("x-strowger-cache")).contains("miss");
    assertThat(found(MARKER)).isEmpty();
  }

  private static String chat(String word, boolean stream) {
    return "{\"model\":\"protected\",\"stream\":"
        + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\""
        + MARKER
        + " "
        + word
        + "\"}]}";
  }

  private static String requestId(HttpResponse<String> response) {
    return response.headers().firstValue("x-request-id").orElseThrow();
  }

  private static void awaitCached(String word) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      HttpResponse<String> again = gateway.chat(chat(word, false));
      if (again.headers().firstValue("x-strowger-cache").orElse("").equals("exact")) {
        assertThat(again.body()).contains(ANSWER_MARKER);
        return;
      }
      assertThat(System.nanoTime()).as("nothing was cached: " + again.headers()).isLessThan(end);
      Thread.sleep(100);
    }
  }

  private static void awaitShadow(String requestId) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode view = JSON.readTree(gateway.admin("GET", "/admin/shadows/" + requestId, "").body());
      if (view.path("shadows").path(0).path("body").asText().contains(ANSWER_MARKER)) {
        return;
      }
      assertThat(System.nanoTime()).as("no shadow: " + view).isLessThan(end);
      Thread.sleep(200);
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return http(URI.create(gateway.endpoint("apps") + path), "Bearer " + gateway.key());
  }

  private static HttpResponse<String> http(URI url, String authorization) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(url).header("authorization", authorization).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Where the words stand: in records as consumers get them, files, logs, or figures. */
  private static List<String> found(String words) throws Exception {
    List<String> places = new ArrayList<>();
    int records = records(words, places);
    assertThat(records).as("records read").isGreaterThan(20);
    try (Stream<Path> files = Files.walk(gateway.data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (text(file).contains(words)) {
          places.add(gateway.data().relativize(file).toString());
        }
      }
    }
    URI metrics = URI.create(gateway.endpoint("console") + "/metrics");
    if (http(metrics, "Bearer " + gateway.adminToken()).body().contains(words)) {
      places.add("metrics");
    }
    return places;
  }

  /** Some come and go while the gateway runs. */
  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** Batches are packed in the files, so what they hold is read as well. */
  private static int records(String words, List<String> places) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", gateway.endpoint("kafka"),
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false");
    int read = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().values().stream()
              .flatMap(List::stream)
              .map((PartitionInfo p) -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          read++;
          if (text(record).contains(words)) {
            places.add(record.topic() + "@" + record.offset());
          }
        }
      }
    }
    return read;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    StringBuilder text = new StringBuilder();
    for (byte[] part : new byte[][] {record.key(), record.value()}) {
      text.append(part == null ? "" : new String(part, ISO_8859_1)).append('\n');
    }
    for (Header header : record.headers()) {
      text.append(header.key()).append(new String(header.value(), UTF_8)).append('\n');
    }
    return text.toString();
  }
}
