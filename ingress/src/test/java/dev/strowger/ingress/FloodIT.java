package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** HTTP/2 connections that ask for much work by few bytes are closed. */
class FloodIT extends OpenDoor {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final int MOST_FRAMES = 100_000;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /** {@code GET http /nowhere x} in HPACK: indexed method and scheme, path and authority spelt. */
  private static final byte[] ASK = {
    (byte) 0x82, (byte) 0x86, 0x04, 8, '/', 'n', 'o', 'w', 'h', 'e', 'r', 'e', 0x01, 1, 'x'
  };

  @Override
  Map<String, String> settings() {
    return Map.of("STROWGER_REQUEST_READ_TIMEOUT", "2s", "STROWGER_KEEP_ALIVE", "3s");
  }

  @Test
  void aConnectionThatAsksAndHangsUpOverAndOverIsClosed() throws Exception {
    closes(
        (out, n) -> {
          int stream = 2 * n + 1;
          frame(out, HEADERS, END_STREAM | END_HEADERS, stream, ASK);
          frame(out, RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
        });
  }

  @Test
  void headersThatNeverEndAreCutOff() throws Exception {
    closes(
        (out, n) ->
            frame(
                out,
                n == 0 ? HEADERS : CONTINUATION,
                n == 0 ? END_STREAM : 0,
                1,
                n == 0 ? ASK : new byte[] {0x00, 1, 'a', 1, 'b'}));
  }

  @Test
  void emptyContinuationsAreCutOff() throws Exception {
    closes(
        (out, n) ->
            frame(
                out,
                n == 0 ? HEADERS : CONTINUATION,
                n == 0 ? END_STREAM : 0,
                1,
                n == 0 ? ASK : new byte[0]));
  }

  @Test
  void pingsAndSettingsWithoutARequestDoNotKeepAConnection() throws Exception {
    try (Socket socket = connect()) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(PREFACE);
      frame(out, SETTINGS, 0, 0, new byte[0]);
      long end = System.nanoTime() + DoorRig.PATIENCE.toNanos();
      boolean closed = false;
      while (!closed && System.nanoTime() < end) {
        frame(out, PING, 0, 0, new byte[8]);
        Thread.sleep(100);
        closed = ended(socket);
      }
      assertThat(closed).isTrue();
    } catch (SocketException e) {
      // Closed while something was written: as well.
    }
  }

  /** One round of a flood. */
  @FunctionalInterface
  private interface Round {
    void write(DataOutputStream out, int number) throws IOException;
  }

  private void closes(Round round) throws Exception {
    boolean closed = false;
    try (Socket socket = connect()) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(PREFACE);
      frame(out, SETTINGS, 0, 0, new byte[0]);
      for (int n = 0; n < MOST_FRAMES && !closed; n++) {
        round.write(out, n);
        closed = n % 100 == 99 && ended(socket);
      }
    } catch (SocketException e) {
      closed = true;
    }
    assertThat(closed).isTrue();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", door.ingress().appsPort());
    socket.setSoTimeout((int) DoorRig.PATIENCE.toMillis());
    return socket;
  }

  /** Takes what has come; true once the other side has closed. */
  private static boolean ended(Socket socket) throws IOException {
    byte[] buffer = new byte[8192];
    while (socket.getInputStream().available() > 0) {
      if (socket.getInputStream().read(buffer) < 0) {
        return true;
      }
    }
    socket.setSoTimeout(1);
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream to = new DataOutputStream(frame);
    to.writeByte(payload.length >> 16);
    to.writeShort(payload.length);
    to.writeByte(type);
    to.writeByte(flags);
    to.writeInt(stream);
    to.write(payload);
    frame.writeTo(out);
  }
}
