package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody here fetches what a prompt names: it is passed on, or the client is told what to do. */
class UrlsTest {
  /** These fetch no images, or not by http. */
  private static final Set<Family> BY_CONTENT =
      EnumSet.of(Family.BEDROCK_CONVERSE, Family.OLLAMA, Family.GEMINI);

  private static final String PIXEL = "iVBORw0KGgo=";
  private static final List<String> NEVER_SENT =
      List.of(
          "file:///etc/passwd",
          "gopher://127.0.0.1:6379/_FLUSHALL",
          "ftp://example.com/a.png",
          "gs://bucket/a.png",
          "FILE:///a.png",
          " http://example.com/a.png",
          "//example.com/a.png",
          "/etc/a.png",
          "jar:http://example.com/a.png",
          "\\u0066ile:///etc/a.png");

  @ParameterizedTest
  @EnumSource
  void anAddressWithinIsPassedOnOrRefusedAndNeverFetchedHere(Family family) throws Exception {
    AtomicInteger fetched = new AtomicInteger();
    HttpServer within =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    within.createContext(
        "/",
        exchange -> {
          fetched.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    within.start();
    int port = within.getAddress().getPort();
    try {
      for (String url :
          List.of(
              "http://169.254.169.254/latest/a.png",
              "http://localhost:" + port + "/a.png",
              "http://127.0.0.1:" + port + "/a.png")) {
        for (Api api : List.of(Api.CHAT_COMPLETIONS, Api.RESPONSES, Api.MESSAGES)) {
          passedOnOrRefused(family, url, encoded(family, api, url));
        }
      }
      assertThat(fetched).hasValue(0);
    } finally {
      within.stop(0);
    }
  }

  private static void passedOnOrRefused(Family family, String url, Encoding encoding) {
    if (BY_CONTENT.contains(family)) {
      Fault fault = fault(encoding);
      assertThat(fault.kind()).isEqualTo(FailureKind.UNSUPPORTED);
      assertThat(fault.message()).containsAnyOf("send the bytes", "data URLs", "base64");
      assertThat(fault.message()).doesNotContain(url);
    } else {
      assertThat(sent(encoding)).contains(url);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDataUrlIsPassedOnWithinTheRequest(Family family) {
    String url = "data:image/png;base64," + PIXEL;

    assertThat(sent(encoded(family, Api.CHAT_COMPLETIONS, url))).contains(PIXEL);
    assertThat(sent(encoded(family, Api.RESPONSES, url))).contains(PIXEL);
  }

  static Stream<Arguments> neverSent() {
    return Stream.of(Family.values())
        .flatMap(family -> NEVER_SENT.stream().map(url -> Arguments.of(family, url)));
  }

  @ParameterizedTest
  @MethodSource("neverSent")
  void aUrlOfAnotherKindIsTheRequestsFaultWhoeverWouldAnswer(Family family, String url) {
    for (Api api : List.of(Api.CHAT_COMPLETIONS, Api.RESPONSES, Api.MESSAGES)) {
      Fault fault = fault(encoded(family, api, url));

      assertThat(fault.kind()).as(api.toString()).isEqualTo(FailureKind.BAD_REQUEST);
      assertThat(fault.message()).contains("expected an http(s) URL").doesNotContain("passwd");
      assertThat(fault.param()).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "AZURE_OPENAI"})
  void otherPartsThatNameUrlsAreLookedAtTheSameWay(Family family) {
    for (String part :
        List.of(
            "{\"type\":\"video_url\",\"video_url\":{\"url\":\"file:///a.mp4\"}}",
            "{\"type\":\"image_url\",\"image_url\":\"file:///a.png\"}",
            "{\"type\":\"file\",\"file\":{\"file_url\":\"file:///a.pdf\"}}")) {
      assertThat(fault(encode(family, Api.CHAT_COMPLETIONS, chat(part))).kind())
          .isEqualTo(FailureKind.BAD_REQUEST);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "AZURE_OPENAI", "ANTHROPIC"})
  void whatToolsAreGivenIsNobodysBusiness(Family family) {
    String chat =
        """
        {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"tool_calls":
        [{"id":"c1","type":"function","function":{"name":"f",
        "arguments":"{\\"url\\":\\"file:///a\\"}"}}]},
        {"role":"tool","tool_call_id":"c1","content":"b"}]}
        """;
    String messages =
        """
        {"max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":
        [{"type":"tool_use","id":"toolu_1","name":"f","input":{"source":{"url":"file:///a"}}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"b"}]}]}
        """;

    assertThat(sent(encode(family, Api.CHAT_COMPLETIONS, chat))).contains("file:///a");
    assertThat(sent(encode(family, Api.MESSAGES, messages))).contains("file:///a");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "AZURE_OPENAI"})
  void aUrlMayBeWrittenAsJsonAllows(Family family) {
    for (String url : List.of("https:\\/\\/example.com\\/a.png", "HTTPS://example.com/a.png")) {
      assertThat(sent(encoded(family, Api.CHAT_COMPLETIONS, url))).contains("example.com");
    }
  }

  private static String chat(String part) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"},"
        + part
        + "]}]}";
  }

  private static Encoding encoded(Family family, Api api, String url) {
    return encode(
        family,
        api,
        switch (api) {
          case RESPONSES ->
              "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\""
                  + url
                  + "\"}]}]}";
          case MESSAGES ->
              "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\","
                  + "\"source\":{\"type\":\"url\",\"url\":\""
                  + url
                  + "\"}}]}]}";
          case CHAT_COMPLETIONS, COMPLETIONS, EMBEDDINGS, COUNT_TOKENS ->
              chat("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}");
        });
  }

  private static Encoding encode(Family family, Api api, String body) {
    String model =
        switch (family) {
          case GEMINI, VERTEX -> "gemini-3-flash-preview";
          case BEDROCK_CONVERSE -> "anthropic.claude-sonnet-4-5-20250929-v1:0";
          default -> "m";
        };
    Call call =
        new Call(api, Calls.ID, 0, model, "m", false, false, false, Map.of(), body.getBytes(UTF_8));
    return Dialects.of(family).encode(call, Calls.provider(family));
  }

  private static Fault fault(Encoding encoding) {
    return switch (encoding) {
      case Encoding.Unsendable(Fault fault) -> fault;
      case Encoding.Sendable sendable -> throw new AssertionError(sent(sendable));
      case Encoding.Known known -> throw new AssertionError(known);
    };
  }

  private static String sent(Encoding encoding) {
    return switch (encoding) {
      case Encoding.Sendable sendable -> new String(sendable.request().body(), UTF_8);
      case Encoding.Unsendable(Fault fault) -> throw new AssertionError(fault);
      case Encoding.Known known -> throw new AssertionError(known);
    };
  }
}
