package dev.strowger.chaos;

import dev.strowger.process.FreePort;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Free ports on loopback, none of them twice. */
final class Ports {
  private static final String HOST = "127.0.0.1";

  private final RandomGenerator random;
  private final Set<Integer> taken = new HashSet<>();

  Ports(RandomGenerator random) {
    this.random = random;
  }

  int next() throws IOException {
    int port = FreePort.find(HOST, random);
    while (!taken.add(port)) {
      port = FreePort.find(HOST, random);
    }
    return port;
  }
}
