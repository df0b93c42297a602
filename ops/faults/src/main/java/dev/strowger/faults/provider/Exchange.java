package dev.strowger.faults.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** One call: what was asked, and everything that can be done to the connection in return. */
public final class Exchange {
  /** No connection is held longer, whatever its caller waits for. */
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(3);

  private final Received received;
  private final int number;
  private final Socket socket;
  private final OutputStream out;
  private final Speech speech;
  private boolean reusable;

  Exchange(Received received, int number, Socket socket) throws IOException {
    this.received = received;
    this.number = number;
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.speech = Speech.of(received.path());
  }

  public JsonNode request() {
    return received.body();
  }

  String model() {
    return received.model();
  }

  boolean stream() {
    return received.stream();
  }

  /** Which call of this target it is, from 1. */
  int number() {
    return number;
  }

  Speech speech() {
    return speech;
  }

  boolean reusable() {
    return reusable;
  }

  /** A whole response with a length, after which the connection lives on. */
  void respond(int status, String type, Map<String, String> headers, byte[] body)
      throws IOException {
    out.write(head(status, type, headers, "content-length: " + body.length));
    out.write(body);
    out.flush();
    reusable = true;
  }

  void json(int status, Map<String, String> headers, String body) throws IOException {
    respond(status, "application/json", headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The head of a response in chunks. */
  void begin(String type, Map<String, String> headers) throws IOException {
    out.write(head(200, type, headers, "transfer-encoding: chunked"));
    out.flush();
  }

  void chunk(byte[] bytes) throws IOException {
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  void chunk(String text) throws IOException {
    chunk(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The proper end of a response in chunks. */
  void end() throws IOException {
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    reusable = true;
  }

  /** Only the sending half of the connection is closed; the other stays open. */
  void halfClose() throws IOException {
    socket.shutdownOutput();
    hold();
  }

  /** The caller sees "connection reset". */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Says nothing more until the caller goes away. */
  void hold() throws IOException {
    socket.setSoTimeout((int) LONGEST_HOLD.toMillis());
    while (socket.getInputStream().read() >= 0) {}
  }

  private static byte[] head(int status, String type, Map<String, String> headers, String body) {
    StringBuilder head = new StringBuilder();
    head.append(String.format(Locale.ROOT, "HTTP/1.1 %d Told\r\n", status));
    head.append("content-type: ").append(type).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append(body).append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
