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
import org.junit.jupiter.api.Test;

class RouterKillIT {
  private static final int REQUESTS = 3000;
  private static final int WARM_UP = 100;

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
        List<String> ids = ask(lines, WARM_UP);
        Lines.await("the first router works", () -> terminals.size() == WARM_UP);
        ids.addAll(ask(lines, REQUESTS));
        // Most of them are on their way now: routed but not committed, or still to be routed.
        Lines.await("traffic flows", () -> routed.get() > WARM_UP + REQUESTS / 4);
        first.destroyForcibly();
        assertThat(terminals.size()).isLessThan(ids.size());
        first.waitFor(10, TimeUnit.SECONDS);
        second = RouterProcess.launch(broker.bootstrapServers(), log);
        Lines.await("all requests end", () -> terminals.size() == ids.size());

        assertThat(terminals.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(terminals.values()).containsOnly(1);
        System.out.printf("%d requests, routed %d times%n", ids.size(), routed.get());
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
    }
    lines.flush();
    return ids;
  }
}
