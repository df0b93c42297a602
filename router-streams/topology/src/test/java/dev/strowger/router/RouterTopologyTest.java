package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RouterTopologyTest {
  @Test
  void isTheOneThatWasReviewed() throws Exception {
    try (Bench bench = new Bench();
        InputStream golden = getClass().getResourceAsStream("/expected-topology.txt")) {
      assertThat(golden).isNotNull();
      assertThat(bench.topology.describe().toString().strip())
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }
}
