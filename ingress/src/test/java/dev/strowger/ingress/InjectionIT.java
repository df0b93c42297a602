package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a client writes never becomes a line of a log or of a response's head. */
class InjectionIT extends OpenDoor {
  private static final String MARK = "forged-line";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-request-id",
        "traceparent",
        "tracestate",
        "user-agent",
        "x-strowger-tag-team",
        "x-strowger-data-class",
        "x-strowger-cache",
        "x-strowger-timeout-ms",
        "idempotency-key",
        "accept",
        "x-forwarded-for",
      })
  void controlCharactersInAHeaderReachNeitherLogNorHead(String header) throws Exception {
    for (String bad : List.of("\r", "\u0000", "\u0001", "\u001b[31m", "\u007f", "\u0085")) {
      List<String> log = logged(() -> ask(header + ": a" + bad + MARK + ": 1\r\n", DoorRig.GOOD));

      assertThat(log).noneMatch(line -> line.contains(MARK));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models/a%0d%0aforged-line:%201, GET",
    "/v1/responses/resp_%0d%0aforged-line:%201, GET",
    "/v1/%0d%0aforged-line:%201, GET",
    "/v1/models/%1b%5b31mforged-line, GET",
    "/v1/models/%00forged-line, GET"
  })
  void controlCharactersInAPathReachNeitherLogNorHead(String path, String method) throws Exception {
    List<String> log =
        logged(
            () -> {
              try (RawClient client = new RawClient(door)) {
                client.write(
                    method
                        + " "
                        + path
                        + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer "
                        + DoorRig.KEY
                        + "\r\n\r\n");
                sane(client.readAll());
              }
            });

    assertThat(log).noneMatch(line -> line.contains(MARK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\r\\nforged-line: 1", "\\u0000", "\\u001b[31m", "\\u2028", "\\ud800"})
  void controlCharactersInAModelsNameReachNeitherLogNorHead(String bad) throws Exception {
    List<String> log =
        logged(() -> ask("", DoorRig.GOOD.replace("gpt-4o-mini", "gpt" + bad + MARK)));

    assertThat(log).noneMatch(line -> line.contains(MARK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00b9", "a b", "[::1", "x:port"})
  void aHostThatIsNoNameIsTheClientsFault(String host) throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write("GET /v1/models HTTP/1.1\r\nconnection: close\r\nhost: " + host + "\r\n\r\n");
      assertThat(client.readAll()).startsWith("HTTP/1.1 4").contains("x-request-id: ");
    }
  }

  @Test
  void theRequestsIdIsAlwaysOurs() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(
          RawClient.LIVE.replace(
              "\r\n\r\n", "\r\nx-request-id: mine\r\nconnection: close\r\n\r\n"));

      assertThat(client.readAll()).contains("x-request-id: req_").doesNotContain("mine");
    }
  }

  @Test
  void noAnswerIsAPageOrIsKept() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.LIVE.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));

      assertThat(client.readAll())
          .contains(
              "x-content-type-options: nosniff",
              "cache-control: no-store",
              "referrer-policy: no-referrer",
              "frame-ancestors 'none'")
          .doesNotContain("strict-transport-security");
    }
  }

  /** Either refused, or answered with the character taken out. */
  private void ask(String header, String body) throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(
          RawClient.head(
                  header
                      + "connection: close\r\ncontent-length: "
                      + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                      + "\r\n")
              + body);
      Thread answering =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (!Thread.interrupted()) {
                        if (rig.worker.idle()) {
                          Thread.sleep(5);
                        } else {
                          rig.worker.answer(rig.worker.take(), "{}");
                        }
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
      try {
        sane(client.readAll());
      } finally {
        answering.interrupt();
        answering.join();
      }
    }
  }

  private static void sane(String answer) {
    String head = answer.substring(0, Math.max(0, answer.indexOf("\r\n\r\n")));
    assertThat(answer).startsWith("HTTP/1.1 ");
    assertThat(head.toLowerCase(Locale.ROOT)).doesNotContain(MARK);
    assertThat(head.replace("\r\n", "").getBytes(ISO_8859_1)).doesNotContain(0, 10, 13, 27, 127);
  }

  /** Something done at the door. */
  @FunctionalInterface
  private interface Doing {
    void run() throws Exception;
  }

  private static List<String> logged(Doing doing) throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    Level before = ((Logger) LoggerFactory.getLogger("dev.strowger")).getLevel();
    ((Logger) LoggerFactory.getLogger("dev.strowger")).setLevel(Level.DEBUG);
    try {
      doing.run();
    } finally {
      root.detachAppender(lines);
      ((Logger) LoggerFactory.getLogger("dev.strowger")).setLevel(before);
    }
    return List.copyOf(lines.list).stream()
        .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
        .toList();
  }
}
