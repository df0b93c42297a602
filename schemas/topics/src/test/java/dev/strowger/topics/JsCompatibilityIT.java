package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.ReplyRecord;
import dev.strowger.registry.LocalRegistry;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our bytes against those of Confluent's own JavaScript serdes, in both directions. */
@Timeout(600)
class JsCompatibilityIT {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
  private static final File JS = Path.of("src", "test", "js").toFile();

  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir private static Path directory;
  private static LocalRegistry registry;
  private static Process node;
  private static BufferedReader answers;

  @BeforeAll
  static void start() throws Exception {
    if (!Files.exists(JS.toPath().resolve("node_modules"))) {
      Process install =
          run("npm", "ci").inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE).start();
      assertThat(install.waitFor(8, TimeUnit.MINUTES)).isTrue();
      assertThat(install.exitValue()).as("npm ci in " + JS).isZero();
    }
    registry =
        LocalRegistry.start(
            new LocalRegistry.Config(
                Path.of("..", "..", "ops", "registry", "target", "apicurio"),
                directory.resolve("data"),
                0,
                directory.resolve("registry.log")));
    node =
        run("node", "wire.mjs", registry.url())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = node.inputReader(StandardCharsets.UTF_8);
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.destroy();
    }
    if (registry != null) {
      registry.close();
    }
  }

  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of(Topics.REQUESTS, Records.request()),
        Arguments.of(Topics.EVENTS, Records.attempt()),
        Arguments.of(Topics.EVENTS, Records.terminal()),
        Arguments.of(Topics.CREDENTIALS, Records.credential("h")),
        Arguments.of(Topics.CANCELLATIONS, Records.cancel()));
  }

  @ParameterizedTest
  @MethodSource("records")
  <V extends SpecificRecord> void javascriptReadsWhatWeWriteAndWritesTheSameBytes(
      Topic<V> topic, V record) throws Exception {
    byte[] ours = serdes().serializer(topic).serialize(topic.name(), record);

    JsonNode answer = ask(topic.name(), HexFormat.of().formatHex(ours), null);

    byte[] theirs = HexFormat.of().parseHex(answer.path("hex").asText());
    assertThat(theirs).isEqualTo(ours);
    assertThat(serdes().deserializer(topic).deserialize(topic.name(), theirs)).isEqualTo(record);
  }

  @Test
  void javascriptSeesFieldsTimestampsAndBytes() throws Exception {
    byte[] ours = serdes().serializer(Topics.REQUESTS).serialize("t", Records.request());

    JsonNode value =
        ask(Topics.REQUESTS.name(), HexFormat.of().formatHex(ours), null).path("value");

    assertThat(value.path("model").asText()).isEqualTo("gpt-4o-mini");
    assertThat(value.path("receivedAt").asLong()).isEqualTo(Records.AT.toEpochMilli());
    assertThat(value.path("receivedAtUs").asLong()).isEqualTo(1_795_256_130_123_456L);
    assertThat(value.path("bodyEncoding").asText()).isEqualTo("ZSTD");
    assertThat(value.path("facts").path("promptChars").asLong()).isEqualTo(1L << 40);
    assertThat(HexFormat.of().parseHex(value.path("body").path("hex").asText()))
        .isEqualTo(Records.request().getBody().array());
  }

  @Test
  void weReadWhatJavascriptMadeUpByItself() throws Exception {
    serdes().serializer(Topics.CANCELLATIONS).serialize("t", Records.cancel());
    ObjectNode value =
        JSON.createObjectNode()
            .put("requestId", "aus JavaScript ✓")
            .put("reason", "gone")
            .put("at", Records.AT.toEpochMilli());

    String hex = ask(Topics.CANCELLATIONS.name(), null, value).path("hex").asText();

    CancelRecord read =
        serdes().deserializer(Topics.CANCELLATIONS).deserialize("t", HexFormat.of().parseHex(hex));
    assertThat(read.getRequestId()).isEqualTo("aus JavaScript ✓");
    assertThat(read.getAt()).isEqualTo(Records.AT);
  }

  @Test
  void bothSeeTheBranchesOfAUnion() throws Exception {
    // JavaScript finds the subject of a family by the family's name.
    Topic<ReplyRecord> replies = Topics.replies("in-1");
    for (ReplyRecord record : new ReplyRecord[] {Records.answer(), Records.failure()}) {
      byte[] ours = serdes().serializer(replies).serialize(replies.name(), record);

      JsonNode answer = ask("llm.replies", HexFormat.of().formatHex(ours), null);

      assertThat(HexFormat.of().parseHex(answer.path("hex").asText())).isEqualTo(ours);
    }
  }

  private static RecordSerdes serdes() {
    return new RecordSerdes(new HttpSchemaRegistry(RegistrySettings.plain(registry.url())));
  }

  private static JsonNode ask(String topic, @Nullable String hex, @Nullable JsonNode value)
      throws Exception {
    ObjectNode question = JSON.createObjectNode().put("topic", topic).put("hex", hex);
    question.set("value", value);
    node.outputWriter(StandardCharsets.UTF_8).append(question.toString()).append('\n').flush();
    String line = assertTimeoutPreemptively(ANSWERED_WITHIN, () -> answers.readLine());
    assertThat(line).as("node ended").isNotNull();
    return JSON.readTree(line);
  }

  private static ProcessBuilder run(String... command) {
    return new ProcessBuilder(command).directory(JS);
  }
}
