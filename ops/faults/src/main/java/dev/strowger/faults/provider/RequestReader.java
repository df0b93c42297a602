package dev.strowger.faults.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads HTTP/1.1 requests with JSON bodies, by length or in chunks, one after another. */
final class RequestReader {
  /** First byte of a TLS handshake, which has no lines that could be waited for. */
  private static final int TLS = 0x16;

  private static final int MOST_LINE = 16 << 10;
  private static final int MOST_LINES = 100;
  private static final int MOST_BODY = 64 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /**
   * @throws EOFException if the caller is done
   * @throws ProtocolException if this is no such request
   */
  Received next() throws IOException {
    String[] start = line().split(" ");
    if (start.length != 3 || !start[2].startsWith("HTTP/1.")) {
      throw new ProtocolException("no HTTP/1.1 request");
    }
    long length = 0;
    boolean chunked = false;
    String line = line();
    for (int lines = 0; !line.isEmpty(); lines++, line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (lines > MOST_LINES) {
        throw new ProtocolException("too many headers");
      }
      if (header.startsWith("content-length:")) {
        length = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
      }
      chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
    }
    byte[] body = chunked ? chunks() : bytes(length);
    return received(start[1], body.length == 0 ? JSON.nullNode() : JSON.readTree(body));
  }

  private static Received received(String target, JsonNode body) {
    String path = target.startsWith("/") ? target.substring(1) : target;
    int slash = path.indexOf('/');
    return slash < 0
        ? new Received(path, "", body)
        : new Received(path.substring(0, slash), path.substring(slash), body);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      long size = Long.parseLong(line().split(";")[0].strip(), 16);
      if (size == 0) {
        while (!line().isEmpty()) {}
        return body.toByteArray();
      }
      if (body.size() + size > MOST_BODY) {
        throw new ProtocolException("the body is too long");
      }
      body.write(bytes(size));
      line();
    }
  }

  private byte[] bytes(long length) throws IOException {
    if (length > MOST_BODY) {
      throw new ProtocolException("the body is too long");
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (b == TLS || line.size() >= MOST_LINE) {
        throw new ProtocolException("no line of HTTP");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
