package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RouterKillIT {
  private static final int REQUESTS = 3000;
  private static final long PAUSE_NANOS = 2_000_000;

  private final AtomicInteger routed = new AtomicInteger();
  private final Map<String, Integer> terminals = new ConcurrentHashMap<>();

  @Test
  void aKilledRouterLosesNoRequestAndEndsNoneTwice() throws Exception {
    Path log = Files.createTempFile("router", ".log");
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Lines lines = new Lines(broker.bootstrapServers())) {
      connect(broker, lines);
      Process first = RouterProcess.launch(broker.bootstrapServers(), log);
      Process second = null;
      try {
        List<String> ids = new ArrayList<>(ask(lines, REQUESTS / 2));
        Lines.await("the first router works", () -> terminals.size() > REQUESTS / 6);
        first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        int before = routed.get();
        second = RouterProcess.launch(broker.bootstrapServers(), log);
        long launched = System.nanoTime();
        ids.addAll(ask(lines, REQUESTS / 2));
        Lines.await("the second router works", () -> routed.get() > before);
        System.out.printf(
            "routing again %d ms after the launch of the new process%n",
            (System.nanoTime() - launched) / 1_000_000);
        Lines.await("all requests end", () -> terminals.size() == REQUESTS);

        assertThat(terminals.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(terminals.values()).containsOnly(1);
        System.out.printf("%d requests, routed %d times%n", REQUESTS, routed.get());
      } finally {
        first.destroyForcibly();
        if (second != null) {
          second.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
      }
    }
  }

  private void connect(EmbeddedBroker broker, Lines lines) {
    TopicAdmin admin =
        new TopicAdmin(Map.of("bootstrap.servers", broker.bootstrapServers()), 32 << 20);
    admin.ensure(Topics.FIXED);
    admin.ensure(List.of(Topics.routed("openai")));
    lines.write(Topics.POLICIES, "active", Samples.policy(Samples.ROUTES));
    // A worker that answers at once; it may see a request again after the router was killed.
    lines.follow(Topics.routed("openai"), false, record -> work(lines, record));
    lines.follow(Topics.EVENTS, true, this::count);
  }

  private void work(Lines lines, RoutedRecord record) {
    String id = record.getRequest().getRequestId();
    routed.incrementAndGet();
    lines.write(Topics.OUTCOMES, "team-a", Samples.attempt(id, 1, 5));
    lines.write(Topics.OUTCOMES, "team-a", Samples.terminal(id, Outcome.ANSWERED));
  }

  private void count(EventRecord event) {
    if (event.getDetail() instanceof Terminal) {
      terminals.merge(event.getRequestId(), 1, Integer::sum);
    }
  }

  private static List<String> ask(Lines lines, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = UUID.randomUUID().toString();
      RequestRecord request =
          Samples.request(id, "openai/gpt-4o-mini", Instant.now(), new byte[1024]);
      lines.write(Topics.REQUESTS, request.getTenant(), request);
      ids.add(id);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    lines.flush();
    return ids;
  }
}
