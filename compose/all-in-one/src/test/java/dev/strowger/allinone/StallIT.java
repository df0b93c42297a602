package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All parts stand still for a while, as on a machine that has no time for them. */
class StallIT {
  private static final String CHAT =
      "{\"model\":\"gpt-4o-mini\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  /** Longer than the sessions of the broker and of the clients' groups. */
  private static final Duration STALL = Duration.ofSeconds(8);

  private static final int AT_ONCE = 16;
  private static final int EACH = 15;

  @TempDir Path data;

  @Test
  void everyRequestOfAStallIsAnsweredAfterIt() throws Exception {
    try (RunningGateway gateway = RunningGateway.start(data, Map.of());
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      assertThat(gateway.chat(CHAT).statusCode()).isEqualTo(200);
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < EACH * AT_ONCE; i++) {
        answers.add(threads.submit(() -> gateway.chat(CHAT).statusCode()));
      }
      answers.get(EACH).get();

      gateway.stall(STALL);

      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
  }
}
