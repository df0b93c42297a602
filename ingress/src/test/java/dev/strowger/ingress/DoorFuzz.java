package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A target of Jazzer's: the real door over real sockets. An input is a request's first line and
 * headers, an empty line and the body; the key and the body's length are added. Behind the door
 * everything is answered at once.
 */
public final class DoorFuzz {
  private static final int PATIENCE_MS = 5_000;
  private static final int INPUTS_BETWEEN_CHECKS = 200;
  private static final long MOST_HEAP = 600L << 20;

  /** The server says the version that it was asked in, even one that there is not. */
  private static final Pattern STATUS_LINE = Pattern.compile("[^\r\n]*?/\\d+\\.\\d+ (\\d{3}) ");

  private static final Pattern OTHER_HTTP =
      Pattern.compile("\\S+/\\d+\\.-?\\d+ 501 Not Implemented\r\n(content-length: 0\r\n)?\r\n");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static @Nullable DoorFuzz running;

  private final DoorRig rig;
  private final DoorRig.Door door;
  private int inputs;

  private DoorFuzz() throws Exception {
    rig = new DoorRig();
    door = rig.open(Map.of("STROWGER_REQUEST_READ_TIMEOUT", "2s"));
    Thread.ofPlatform().daemon().name("answers").start(this::answer);
  }

  /** Called once, before the first input. */
  public static void fuzzerInitialize() throws Exception {
    running = new DoorFuzz();
  }

  /** Throws what is wrong with the door. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    DoorFuzz fuzz = running;
    if (fuzz == null) {
      throw new IllegalStateException("not initialised");
    }
    fuzz.one(input);
  }

  private void one(byte[] input) throws Exception {
    int end = end(input);
    String head = new String(input, 0, end, ISO_8859_1);
    byte[] body = Arrays.copyOfRange(input, Math.min(end + 2, input.length), input.length);
    if (head.startsWith("PRI ") || head.toLowerCase(java.util.Locale.ROOT).contains("upgrade")) {
      return; // Would go on in another protocol.
    }
    byte[] answer = send(head, body);
    if (answer.length > 0) {
      check(head, answer);
    }
    if (++inputs % INPUTS_BETWEEN_CHECKS == 0) {
      stillGood();
    }
  }

  private byte[] send(String head, byte[] body) throws IOException {
    String more =
        "\r\nauthorization: Bearer "
            + DoorRig.KEY
            + "\r\ncontent-length: "
            + body.length
            + "\r\nconnection: close\r\n\r\n";
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket("127.0.0.1", door.ingress().appsPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      try {
        socket.getOutputStream().write((head.replace("\n", "\r\n") + more).getBytes(ISO_8859_1));
        socket.getOutputStream().write(body);
        socket.getInputStream().transferTo(answer);
      } catch (SocketException e) {
        // Refused before all was sent.
      }
    }
    return answer.toByteArray();
  }

  private static void check(String request, byte[] bytes) throws IOException {
    String answer = new String(bytes, ISO_8859_1);
    if (OTHER_HTTP.matcher(answer).matches()) {
      return; // A version of HTTP that the server refuses before we are asked.
    }
    int headEnd = answer.indexOf("\r\n\r\n");
    Matcher line = STATUS_LINE.matcher(answer);
    if (!line.lookingAt() || headEnd < 0) {
      throw new IllegalStateException("no HTTP response: " + shown(answer));
    }
    int status = Integer.parseInt(line.group(1));
    if (status >= 500 && status != 503) {
      throw new IllegalStateException("answered " + shown(answer));
    }
    if (status < 400 || request.startsWith("HEAD ")) {
      return;
    }
    JsonNode error;
    try {
      error = JSON.readTree(bytes, headEnd + 4, bytes.length - headEnd - 4);
    } catch (IOException e) {
      throw new IllegalStateException("no error object: " + shown(answer), e);
    }
    Set<String> outer = names(error);
    Set<String> inner = names(error.path("error"));
    boolean openAi =
        outer.equals(Set.of("error")) && inner.equals(Set.of("message", "type", "param", "code"));
    boolean anthropic =
        outer.equals(Set.of("type", "error", "request_id"))
            && inner.equals(Set.of("type", "message"));
    if (!openAi && !anthropic) {
      throw new IllegalStateException("no error of either API: " + shown(answer));
    }
  }

  private void stillGood() throws Exception {
    byte[] good = DoorRig.GOOD.getBytes(UTF_8);
    String head = "POST /v1/chat/completions HTTP/1.1\nhost: x\ncontent-type: application/json";
    String answer = new String(send(head, good), UTF_8);
    if (!answer.startsWith("HTTP/1.1 200")) {
      throw new IllegalStateException("a good request was answered " + shown(answer));
    }
    Runtime runtime = Runtime.getRuntime();
    if (runtime.totalMemory() - runtime.freeMemory() > MOST_HEAP) {
      System.gc();
      if (runtime.totalMemory() - runtime.freeMemory() > MOST_HEAP) {
        throw new IllegalStateException("memory grows");
      }
    }
  }

  private void answer() {
    try {
      while (true) {
        if (rig.worker.idle()) {
          Thread.sleep(1);
        } else {
          rig.worker.answer(rig.worker.take(), "{\"id\":\"x\"}");
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("the answering end broke", e);
    }
  }

  private static Set<String> names(JsonNode node) {
    return StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
        .collect(Collectors.toSet());
  }

  private static int end(byte[] input) {
    for (int i = 0; i + 1 < input.length; i++) {
      if (input[i] == '\n' && input[i + 1] == '\n') {
        return i;
      }
    }
    return input.length;
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(text.length(), 600));
  }
}
