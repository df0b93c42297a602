package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.ingress.DoorRig.Door;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A client that writes what it likes, when it likes. */
final class RawClient implements AutoCloseable {
  static final String LIVE = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Socket socket;

  RawClient(Door door) throws IOException {
    socket = new Socket("127.0.0.1", door.ingress().appsPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }

  /** The head of a good chat request, with more headers. */
  static String head(String more) {
    return head("/v1/chat/completions", more);
  }

  static String head(String path, String more) {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        + "authorization: Bearer "
        + DoorRig.KEY
        + "\r\n"
        + more
        + "\r\n";
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  String read(int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), UTF_8);
  }

  /** A byte every 100 ms until the server has had enough. */
  Thread trickle(String text) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  write(text);
                  Thread.sleep(100);
                }
              } catch (IOException | InterruptedException e) {
                // That is what the test waits for.
              }
            });
  }

  /** All there is until the server closes. */
  String readAll() throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        all.append((char) b);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection stays open; so far: " + all, e);
    } catch (SocketException reset) {
      // Closed as well.
    }
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
