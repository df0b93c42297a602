package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.EventRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in mid-traffic loses nothing that was accepted. */
class CrashIT {
  private static final int CLIENTS = 24;
  private static final int ANSWERS_BEFORE_THE_KILL = 200;
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);
  private static final String CHAT =
      "{\"model\":\"gpt-4o-mini\",\"max_tokens\":8,\"stream\":%s,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @TempDir Path data;

  @Test
  void everyAcceptedRequestEndsInExactlyOneTerminalEvent() throws Exception {
    Map<String, String> settings =
        Map.of(
            "STROWGER_SIMULATOR_TTFT",
            "150ms",
            "STROWGER_REQUEST_DEADLINE",
            "20s",
            "STROWGER_ROUTER_GRACE",
            "5s");
    killInMidTraffic(RunningGateway.start(data, settings));

    try (RunningGateway again = RunningGateway.start(data, settings)) {
      assertThat(again.chat(CHAT.formatted("false")).statusCode()).isEqualTo(200);

      Set<String> accepted = new HashSet<>();
      for (RequestRecord request : Log.read(again, Topics.REQUESTS)) {
        accepted.add(request.getRequestId());
      }
      assertThat(accepted).hasSizeGreaterThan(ANSWERS_BEFORE_THE_KILL);
      Map<String, Integer> terminals = terminals(again);
      long end = System.nanoTime() + SETTLED_WITHIN.toNanos();
      while (!terminals.keySet().containsAll(accepted) && System.nanoTime() < end) {
        Thread.sleep(500);
        terminals = terminals(again);
      }

      assertThat(terminals.keySet()).isEqualTo(accepted);
      assertThat(terminals.values()).containsOnly(1);
    }
  }

  private static void killInMidTraffic(RunningGateway gateway) throws Exception {
    CountDownLatch enough = new CountDownLatch(ANSWERS_BEFORE_THE_KILL);
    AtomicInteger killed = new AtomicInteger();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        String body = CHAT.formatted(i % 3 == 0);
        var _ =
            clients.submit(
                () -> {
                  while (killed.get() == 0) {
                    gateway.chat(body);
                    enough.countDown();
                  }
                  return null;
                });
      }
      assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
      gateway.kill();
      killed.set(1);
    }
  }

  private static Map<String, Integer> terminals(RunningGateway gateway) {
    Map<String, Integer> counts = new HashMap<>();
    for (EventRecord event : Log.read(gateway, Topics.EVENTS)) {
      if (event.getDetail() instanceof Terminal) {
        counts.merge(event.getRequestId(), 1, Integer::sum);
      }
    }
    return counts;
  }
}
