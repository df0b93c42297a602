package dev.strowger.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that may break the rules of HTTP: it has the socket in its hands. */
final class RawProvider implements AutoCloseable {
  final AtomicInteger calls = new AtomicInteger();
  private final ServerSocket server;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  interface Script {
    /** After the request's head was read; the connection is closed when this returns. */
    void answer(Socket socket, OutputStream out) throws Exception;
  }

  RawProvider(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  /** A head and the beginning of a body of that many bytes, or of no said length. */
  static byte[] head(String type, String... headers) {
    return ("HTTP/1.1 200 OK\r\ncontent-type: "
            + type
            + "\r\n"
            + String.join("", java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList())
            + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Closes so that the other side gets a reset. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      readHead(socket.getInputStream());
      calls.incrementAndGet();
      script.answer(socket, socket.getOutputStream());
    } catch (Exception e) {
      // The client went away, as it may.
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no head");
      }
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
