package dev.strowger.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.dialects.Dialects.Family;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every case under {@code golden/<dialect>/<case>}: {@code request.json} becomes {@code
 * provider-request.json}, {@code provider-response.json} becomes {@code response.json}, {@code
 * provider-stream.txt} becomes {@code stream.txt} (at every split point). With {@code
 * -Dgolden.write=true} the results are written instead, to be reviewed in the diff.
 */
class GoldenTest {
  private static final Path ROOT = Path.of("src/test/resources/golden");
  private static final boolean WRITE = Boolean.getBoolean("golden.write");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  List<DynamicTest> everyCaseTurnsOutAsItsFilesSay() throws IOException {
    try (Stream<Path> cases = Files.find(ROOT, 3, (p, a) -> p.endsWith("case.properties"))) {
      List<DynamicTest> tests =
          cases
              .map(Path::getParent)
              .sorted()
              .map(dir -> DynamicTest.dynamicTest(ROOT.relativize(dir).toString(), () -> run(dir)))
              .toList();
      assertThat(tests).hasSizeGreaterThan(8);
      return tests;
    }
  }

  private static void run(Path dir) throws IOException {
    Family family = Family.of(dir.getName(dir.getNameCount() - 2).toString()).orElseThrow();
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(dir.resolve("case.properties"))));
    Dialect.Call call = call(Files.readAllBytes(dir.resolve("request.json")), properties);
    Provider provider = provider(family, properties);
    Dialect dialect = Dialects.of(family);

    check(dir.resolve("provider-request.json"), encoded(dialect.encode(call, provider)));
    Path response = dir.resolve("provider-response.json");
    if (Files.exists(response)) {
      String body = Files.readString(response);
      check(
          dir.resolve("response.json"),
          decoded(dialect.decode(Calls.response(200, body), call, provider)));
    }
    Path stream = dir.resolve("provider-stream.txt");
    if (Files.exists(stream)) {
      byte[] bytes = Files.readAllBytes(stream);
      String whole = streamed(dialect.stream(call, provider), bytes, bytes.length);
      check(dir.resolve("stream.txt"), whole);
      assertThat(streamed(dialect.stream(call, provider), bytes)).isEqualTo(whole);
      for (int split = 0; split < bytes.length; split++) {
        assertThat(streamed(dialect.stream(call, provider), bytes, split))
            .as("split at byte %d", split)
            .isEqualTo(whole);
      }
    }
  }

  private static Dialect.Call call(byte[] body, Properties properties) throws IOException {
    JsonNode request = JSON.readTree(body);
    return new Dialect.Call(
        Api.of(properties.getProperty("api", "chat_completions")).orElseThrow(),
        Calls.ID,
        Calls.CREATED,
        properties.getProperty("model"),
        request.path("model").asText(),
        request.path("stream").asBoolean(),
        request.path("stream_options").path("include_usage").asBoolean(),
        Boolean.parseBoolean(properties.getProperty("lenient")),
        safety(properties),
        body);
  }

  /** {@code safety.<name>=<value>} */
  private static Map<String, String> safety(Properties properties) {
    return properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("safety."))
        .collect(
            Collectors.toMap(name -> name.substring("safety.".length()), properties::getProperty));
  }

  /** {@code capabilities=<name>,…} and {@code option.<name>=<value>} */
  private static Provider provider(Family family, Properties properties) {
    Provider plain = Calls.provider(family, quirks(properties));
    Set<Provider.Capability> capabilities =
        Stream.of(properties.getProperty("capabilities", "").split(","))
            .filter(text -> !text.isEmpty())
            .map(Provider.Capability::valueOf)
            .collect(Collectors.toSet());
    Map<String, String> options =
        properties.stringPropertyNames().stream()
            .filter(name -> name.startsWith("option."))
            .collect(
                Collectors.toMap(
                    name -> name.substring("option.".length()), properties::getProperty));
    return new Provider(
        plain.name(),
        plain.dialect(),
        plain.baseUrl(),
        plain.baseUrlEnv(),
        plain.authentication(),
        plain.headers(),
        plain.quirks(),
        new Provider.Traits(capabilities, Set.of(), Set.of(), options));
  }

  private static Provider.Quirk[] quirks(Properties properties) {
    return Stream.of(properties.getProperty("quirks", "").split(","))
        .filter(text -> !text.isEmpty())
        .map(text -> Provider.Quirk.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')))
        .toArray(Provider.Quirk[]::new);
  }

  private static String encoded(Dialect.Encoding encoding) {
    return switch (encoding) {
      case Dialect.Encoding.Sendable(ProviderRequest request, var dropped) ->
          new String(request.body(), UTF_8) + (dropped.isEmpty() ? "" : "\ndropped " + dropped);
      case Dialect.Encoding.Known(var answer) -> decoded(answer);
      case Dialect.Encoding.Unsendable(Fault fault) -> throw new AssertionError(fault);
    };
  }

  /** The body, and on a last line what was taken from it. */
  private static String decoded(Dialect.Decoding decoding) {
    return switch (decoding) {
      case Dialect.Decoding.Answered(byte[] body, String finish, TokenUsage usage) ->
          new String(body, UTF_8) + "\n" + finish + " " + usage + "\n";
      case Dialect.Decoding.Failed(Fault fault) -> throw new AssertionError(fault);
    };
  }

  private static String streamed(StreamDecoder decoder, byte[] bytes, int split) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(decoder.feed(bytes, 0, split));
    out.writeBytes(decoder.feed(bytes, split, bytes.length - split));
    String ending =
        switch (decoder.end()) {
          case StreamDecoder.Ending.Completed(
                  byte[] last,
                  String finish,
                  TokenUsage usage,
                  var whole) -> {
            out.writeBytes(last);
            whole.ifPresent(object -> out.writeBytes(object));
            yield "completed " + finish + " " + usage;
          }
          case StreamDecoder.Ending.Broken(Fault fault, TokenUsage usage) ->
              "broken " + fault.kind().label() + " \"" + fault.message() + "\" " + usage;
        };
    return out.toString(UTF_8) + ending + " first token: " + decoder.firstTokenSeen() + "\n";
  }

  /** Byte by byte. */
  private static String streamed(StreamDecoder decoder, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length - 1; i++) {
      out.writeBytes(decoder.feed(bytes, i, 1));
    }
    byte[] last = {bytes[bytes.length - 1]};
    return out.toString(UTF_8) + streamed(decoder, last, 1);
  }

  private static void check(Path file, String actual) throws IOException {
    if (WRITE) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
