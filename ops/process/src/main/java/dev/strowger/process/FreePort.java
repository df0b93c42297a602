package dev.strowger.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * A port for a server that is started later, e.g. in a child process. It lies below those that
 * systems give to outgoing connections (from 32768 on Linux), so that none of them takes it before
 * the server does.
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_767;
  private static final int TRIES = 200;

  private FreePort() {}

  /**
   * @param host the address the server will listen at
   * @param random so that processes that look at the same time find different ones
   * @throws IOException if there is none
   */
  public static int find(String host, RandomGenerator random) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    IOException last = new IOException("no free port on " + host);
    for (int i = 0; i < TRIES; i++) {
      try (ServerSocket socket = new ServerSocket(random.nextInt(FIRST, LAST + 1), 1, address)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }
}
