package dev.strowger.faults.provider;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All faulty providers on one port: {@code http://127.0.0.1:<port>/<provider>/v1}. What happens is
 * scripted by provider and model; a call of what isn't scripted is answered with a 404.
 */
public final class FaultyProvider implements AutoCloseable {
  /** Waiting connections; no fault here is about a full queue. */
  private static final int BACKLOG = 512;

  private static final int MOST_CONNECTIONS = 4_000;

  private final ServerSocket server;
  private final CallLog log = new CallLog();
  private final Map<String, Reaction> scripts = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private FaultyProvider(ServerSocket server) {
    this.server = server;
  }

  /** Listens on a free port of the loopback. */
  public static FaultyProvider start() throws IOException {
    FaultyProvider provider =
        new FaultyProvider(new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1")));
    Thread.ofVirtual().name("faulty-accept").start(provider::accept);
    return provider;
  }

  /** Before the first call of this model comes. */
  public void script(String provider, String model, Reaction reaction) {
    scripts.put(provider + "/" + model, reaction);
  }

  public int port() {
    return server.getLocalPort();
  }

  public CallLog log() {
    return log;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (open.size() >= MOST_CONNECTIONS) {
          socket.close();
          continue;
        }
        open.add(socket);
        Thread.ofVirtual().name("faulty-connection").start(() -> serve(socket));
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      RequestReader reader = new RequestReader(new BufferedInputStream(socket.getInputStream()));
      boolean alive = true;
      while (alive) {
        alive = one(reader, socket);
      }
    } catch (IOException e) {
      // Callers that go away are part of the trade.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  /** Returns whether the connection can take another request. */
  private boolean one(RequestReader reader, Socket socket)
      throws IOException, InterruptedException {
    Received received;
    try {
      received = reader.next();
    } catch (java.net.ProtocolException | NumberFormatException e) {
      log.note(new CallLog.Call("", "", System.nanoTime()));
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return false;
    }
    int number =
        log.note(new CallLog.Call(received.provider(), received.model(), System.nanoTime()));
    Exchange exchange = new Exchange(received, number, socket);
    scripts
        .getOrDefault(received.provider() + "/" + received.model(), Reactions.status(404))
        .answer(exchange);
    log.ended(received.provider(), received.model(), System.nanoTime());
    return exchange.reusable();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (SocketException e) {
        // It is gone, which is what was wanted.
      }
    }
  }
}
