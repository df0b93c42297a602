package dev.strowger.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FreePortTest {
  private static final String HOST = "127.0.0.1";

  @Test
  void isBelowThePortsOfOutgoingConnections() throws IOException {
    assertThat(FreePort.find(HOST, new Random(1))).isBetween(20_000, 32_767);
  }

  @Test
  void passesOverPortsThatAreTaken() throws IOException {
    int first = FreePort.find(HOST, new Random(7));
    try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getByName(HOST))) {
      assertThat(FreePort.find(HOST, new Random(7))).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void givesUpAfterManyTries() throws IOException {
    int only = FreePort.find(HOST, new Random(9));
    RandomGenerator stuck =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            return 0;
          }

          @Override
          public int nextInt(int origin, int bound) {
            return only;
          }
        };
    try (ServerSocket taken = new ServerSocket(only, 1, InetAddress.getByName(HOST))) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> FreePort.find(HOST, stuck)).isInstanceOf(IOException.class);
    }
  }
}
