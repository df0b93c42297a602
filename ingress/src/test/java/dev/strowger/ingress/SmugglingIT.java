package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose end two parties could see at different places. Whatever follows one is never taken
 * for a second request: it is refused and the connection closed.
 */
class SmugglingIT extends OpenDoor {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
  private static final String BODY = "0\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length: 5|transfer-encoding: chunked|",
        "transfer-encoding: chunked|content-length: 5|",
        "content-length: 5|content-length: 6|",
        "content-length: 5, 6|",
        "content-length: +5|",
        "content-length: -1|",
        "content-length: 0x5|",
        "content-length: 5 5|",
        "content-length: 99999999999999999999|",
        "content-length:|",
        "transfer-encoding: chunked, identity|",
        "transfer-encoding: identity|content-length: 5|",
        "transfer-encoding: xchunked|",
        "transfer-encoding: chunked|transfer-encoding: identity|",
        "transfer-encoding : chunked|",
        "transfer-encoding: \u000bchunked|",
        "x-bad name: v|content-length: 5|",
        "x-null: a\u0000b|content-length: 5|",
        "no-colon|content-length: 5|",
        ": nameless|content-length: 5|",
      })
  void isRefusedAndWhatFollowsIsNoRequest(String headers) throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.head(headers.replace("|", "\r\n")) + BODY + RawClient.LIVE);

      String answer = client.readAll();

      assertThat(statuses(answer)).as(answer).hasSize(1).first().asString().startsWith("4");
      assertThat(answer).contains("\"error\"").doesNotContain("\"live\"");
    }
    assertThat(rig.worker.idle()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nabc\r\n0\r\n\r\n",
        "-1\r\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "3\r\nabcdef\r\n0\r\n\r\n",
        "\r\n3\r\nabc\r\n0\r\n\r\n",
      })
  void aChunkOfBadSizeIsRefused(String chunks) throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.head("transfer-encoding: chunked\r\n") + chunks + RawClient.LIVE);

      String answer = client.readAll();

      assertThat(statuses(answer)).as(answer).allMatch(status -> status.startsWith("4"));
      assertThat(statuses(answer).size()).isLessThanOrEqualTo(1);
      assertThat(answer).doesNotContain("\"live\"");
    }
    assertThat(rig.worker.idle()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /health/live HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n'",
    "'GET /health/live HTTP/1.1\r\n\r\n'",
    "'GET\u0000 /health/live HTTP/1.1\r\nhost: x\r\n\r\n'",
  })
  void aHeadThatIsNotOneIsRefused(String head) throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(head.replace("\\r", "\r").replace("\\n", "\n").replace("\\u0000", "\u0000"));

      String answer = client.readAll();

      assertThat(statuses(answer)).as(answer).hasSize(1);
      assertThat(answer).matches("(?s)HTTP/1\\.[01] 4.*").contains("\"error\"");
    }
  }

  @Test
  void linesThatEndWithABareLineFeedDoNotHideARequest() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write("GET /health/live HTTP/1.1\r\nhost: x\r\nx-a: b\nconnection: close\r\n\r\n");

      // Taken for the end of a line or refused; never for a part of a value.
      String answer = client.readAll();

      assertThat(statuses(answer)).as(answer).hasSize(1);
    }
  }

  /** A folded line goes on with the value before it; it is no header of its own (RFC 9112, 5.2). */
  @Test
  void aFoldedLineIsPartOfTheValueBeforeIt() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(
          RawClient.head("content-length: 5\r\nx-folded: a\r\n transfer-encoding: chunked\r\n")
              + BODY
              + RawClient.LIVE.replace("host: x", "host: x\r\nconnection: close"));

      assertThat(statuses(client.readAll())).containsExactly("400", "200");
    }
  }

  /** The server itself refuses it, in its own form; what follows is not read. */
  @Test
  void anotherVersionOfHttpIsRefused() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write("GET /health/live HTTP/9.9\r\nhost: x\r\n\r\n" + RawClient.LIVE);

      String answer = client.readAll();

      assertThat(answer).isEqualTo("HTTP/9.9 501 Not Implemented\r\ncontent-length: 0\r\n\r\n");
    }
  }

  /** The numbers of a version are added up without an end: this one is HTTP/1.-954437177 there. */
  @Test
  void anotherVersionWithHeadersThatAreNoneIsClosedWithoutAnAnswer() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(
          "GET /health/live HTTP/1."
              + "1".repeat(48)
              + "\r\nhost: x\r\na b: c\r\n\r\n"
              + RawClient.LIVE);

      assertThat(client.readAll()).isEmpty();
    }
    assertThat(rig.worker.idle()).isTrue();
  }

  /** Blanks part the words of a request line, however many (RFC 9112, 3). */
  @Test
  void moreBlanksInTheRequestLineDoNotHideARequest() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(
          "GET  /health/live HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\n"
              + BODY
              + "GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

      assertThat(statuses(client.readAll())).containsExactly("200", "404");
    }
  }

  /** The size ends at the first blank: three bytes, neither six nor 0x33. */
  @Test
  void aBlankEndsTheSizeOfAChunk() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(
          RawClient.head("transfer-encoding: chunked\r\n")
              + "3 3\r\nabc\r\n0\r\n\r\n"
              + "GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

      assertThat(statuses(client.readAll())).containsExactly("400", "404");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(
          RawClient.LIVE
              + "GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n"
              + RawClient.LIVE.replace("host: x", "host: x\r\nconnection: close"));

      assertThat(statuses(client.readAll())).containsExactly("200", "404", "200");
    }
  }

  @Test
  void hugeHeadersAreRefused() throws Exception {
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.head("x-huge: " + "a".repeat(20 << 10) + "\r\n"));

      assertThat(client.readAll()).startsWith("HTTP/1.1 431 ").contains("headers_too_large");
    }
    try (RawClient client = new RawClient(door)) {
      client.write(RawClient.head("a: b\r\n".repeat(5_000)));

      assertThat(client.readAll()).startsWith("HTTP/1.1 431 ");
    }
    try (RawClient client = new RawClient(door)) {
      client.write("GET /" + "a".repeat(12 << 10) + " HTTP/1.1\r\nhost: x\r\n\r\n");

      // The version stands at the end of a line that was not read so far.
      assertThat(client.readAll()).matches("(?s)HTTP/1\\.[01] 414 .*");
    }
  }

  private static java.util.List<String> statuses(String answer) {
    return STATUS.matcher(answer).results().map(match -> match.group(1)).toList();
  }
}
