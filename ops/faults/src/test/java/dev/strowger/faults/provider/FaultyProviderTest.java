package dev.strowger.faults.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultyProviderTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final String ASKED = "{\"role\":\"user\",\"content\":\"tell\"}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private FaultyProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FaultyProvider.start();
  }

  @AfterEach
  void stop() throws IOException {
    http.shutdownNow();
    provider.close();
  }

  @Test
  void tellsTheStoryWithItsUsage() throws Exception {
    provider.script("primary", "m", Reactions.tell(Story.SIXTY));

    assertThat(post(CHAT, false, ASKED).body())
        .contains(Story.SIXTY.text(), "\"completion_tokens\":60", "\"total_tokens\":80");
    assertThat(post(MESSAGES, false, ASKED).body())
        .contains(Story.SIXTY.text(), "\"output_tokens\":60");
    assertThat(provider.log().of("primary", "m")).hasSize(2);
  }

  @Test
  void answersInTurnAndTheLastOneForEver() throws Exception {
    provider.script(
        "primary", "m", Reactions.inTurn(Reactions.status(500), Reactions.tell(Story.SIXTY)));

    assertThat(post(CHAT, false, ASKED).statusCode()).isEqualTo(500);
    assertThat(post(CHAT, false, ASKED).statusCode()).isEqualTo(200);
    assertThat(post(CHAT, false, ASKED).statusCode()).isEqualTo(200);
  }

  @Test
  void goesOnFromAPrefillAndFromAQuestionToGoOn() throws Exception {
    provider.script("primary", "m", Reactions.tell(Story.SIXTY));
    String begun = turn("assistant", Story.SIXTY.first(40).text());
    String rest = Story.SIXTY.after(Story.SIXTY.first(40).text()).text();

    for (String path : new String[] {CHAT, MESSAGES}) {
      assertThat(post(path, false, ASKED, begun).body()).contains("\"" + rest);
      assertThat(post(path, false, ASKED, begun, ASKED).body()).contains("\"" + rest);
    }
  }

  @Test
  void startsAgainIfThatIsItsHabit() throws Exception {
    provider.script("primary", "m", Reactions.tellAgain(Story.SIXTY));

    String begun = turn("assistant", Story.SIXTY.first(40).text());
    assertThat(post(CHAT, false, ASKED, begun, ASKED).body()).contains(Story.SIXTY.text());
  }

  @Test
  void refusesAPrefillAsAnthropicDoes() throws Exception {
    provider.script("primary", "m", Reactions.tellWithoutPrefill(Story.SIXTY));
    String begun = turn("assistant", Story.SIXTY.first(40).text());

    HttpResponse<String> refused = post(MESSAGES, true, ASKED, begun);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("invalid_request_error", "prefill");
    assertThat(post(MESSAGES, false, ASKED, begun, ASKED).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAPrefillThatEndsWithASpace() throws Exception {
    provider.script("primary", "m", Reactions.tell(Story.SIXTY));

    HttpResponse<String> refused = post(MESSAGES, false, ASKED, turn("assistant", "In "));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("trailing whitespace");
  }

  @ParameterizedTest
  @EnumSource(names = "SILENT", mode = EnumSource.Mode.EXCLUDE)
  void aBrokenStreamIsNoProperEnd(Reactions.Break how) {
    provider.script("primary", "m", Reactions.breakAfter(Story.SIXTY, 40, how));

    assertThatThrownBy(() -> post(CHAT, true, ASKED)).isInstanceOf(IOException.class);
  }

  @Test
  void connectionsEndInEveryOtherWay() {
    provider.script("primary", "m", Reactions.inTurn(Reactions.reset(), Reactions.halfClose()));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> post(CHAT, false, ASKED)).isInstanceOf(IOException.class);
    }
    assertThat(provider.log().of("primary", "m").size()).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(booleans = {false, true})
  void silenceLastsLongerThanItsCaller(boolean stream) {
    provider.script("primary", "m", Reactions.silence());

    assertThatThrownBy(() -> post(CHAT, stream, ASKED)).isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void aSwitchGoesBackAndForth() throws Exception {
    Switch flips = new Switch(Reactions.tell(Story.SIXTY), Reactions.status(503));
    provider.script("primary", "m", flips);

    flips.broken(true);
    assertThat(post(CHAT, false, ASKED).statusCode()).isEqualTo(503);
    flips.broken(false);
    assertThat(post(CHAT, false, ASKED).statusCode()).isEqualTo(200);
  }

  @Test
  void aTlsHandshakeIsNotedAndRefusedAtOnce() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", provider.port())) {
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0});
      socket.getOutputStream().flush();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400");
    }
    assertThat(provider.log().of("", "")).hasSize(1);
  }

  private static String turn(String role, String text) {
    return "{\"role\":\"" + role + "\",\"content\":\"" + text + "\"}";
  }

  private HttpResponse<String> post(String path, boolean stream, String... turns)
      throws IOException, InterruptedException {
    String body =
        "{\"model\":\"m\",\"stream\":%s,\"messages\":[%s]}"
            .formatted(stream, String.join(",", turns));
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + provider.port() + "/primary" + path))
            .timeout(Duration.ofSeconds(2))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
