package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.process.Probes;
import dev.strowger.records.DeadLetter;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouterIT {
  private final Map<String, RoutedRecord> routed = new ConcurrentHashMap<>();
  private final Map<String, Long> routedAt = new ConcurrentHashMap<>();
  private final Map<String, DecisionRecord> decisions = new ConcurrentHashMap<>();
  private final Queue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
  private final Map<String, ReplyRecord> replies = new ConcurrentHashMap<>();
  private EmbeddedBroker broker;
  private Probes probes;
  private Lines lines;
  private Router router;

  @BeforeAll
  void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    probes = new Probes();
    lines = new Lines(broker.bootstrapServers());
    router = Router.start(RouterProcess.config(broker.bootstrapServers(), System.getenv()), probes);
    new TopicAdmin(Map.of("bootstrap.servers", broker.bootstrapServers()), 32 << 20)
        .ensure(
            List.of(
                Topics.replies("door-1"),
                Topics.routed("openai"),
                Topics.routed("anthropic"),
                Topics.routed("ollama")));
    for (String pool : List.of("openai", "anthropic", "ollama")) {
      lines.follow(Topics.routed(pool), false, this::took);
    }
    lines.follow(Topics.DECISIONS, true, d -> decisions.put(d.getRequestId(), d));
    lines.follow(Topics.DEAD_LETTERS, true, letters::add);
    lines.follow(Topics.replies("door-1"), false, r -> replies.put(r.getRequestId(), r));
    Lines.await("the topology runs", () -> !probes.health().problems().containsKey("router"));
    assertThat(probes.health().problems()).containsKey("policy");
    publish(Samples.ROUTES);
    Lines.await("a policy is in force", () -> probes.health().ready());
  }

  @AfterAll
  void stop() throws Exception {
    router.close();
    lines.close();
    probes.close();
    broker.close();
  }

  @Test
  void routesEveryRequestAndWritesDownThePlanItSent() throws Exception {
    List<String> ids = ask(1000, "gpt-4o-mini", 0);

    Lines.await("all are routed", () -> routed.keySet().containsAll(ids));
    Lines.await("all are decided", () -> decisions.keySet().containsAll(ids));
    for (String id : ids) {
      List<String> sent =
          known(routed, id).getPlan().getSteps().stream().map(s -> s.getProvider()).toList();
      List<String> written =
          known(decisions, id).getCandidates().stream()
              .sorted((a, b) -> Integer.compare(a.getPosition(), b.getPosition()))
              .map(c -> c.getProvider())
              .toList();
      assertThat(sent).isEqualTo(written).hasSize(3);
    }
  }

  @Test
  void goesOnBehindARecordThatCannotBeRead() throws Exception {
    lines.writeBytes(Topics.REQUESTS.name(), "team-a", new byte[] {1, 2, 3});
    List<String> ids = ask(1, "gpt-4o-mini", 0);

    Lines.await("the next is routed", () -> routed.keySet().containsAll(ids));
    Lines.await(
        "the bad one is buried",
        () -> letters.stream().anyMatch(l -> l.getTopic().equals(Topics.REQUESTS.name())));
  }

  @Test
  void takesUpAChangedPolicyWithoutARestart() throws Exception {
    publish(Samples.ROUTES + ROUTE_OF_NEW_MODEL);
    try {
      Lines.await(
          "the new model is routed",
          () -> {
            List<String> ids = askOne("new-model");
            Lines.awaitUnchecked(
                () -> routed.keySet().containsAll(ids) || replies.keySet().containsAll(ids));
            return routed.keySet().containsAll(ids);
          });
    } finally {
      publish(Samples.ROUTES);
    }
  }

  @Test
  void answersWhatItRefuses() throws Exception {
    List<String> ids = ask(1, "no-such-model", 0);

    Lines.await("the refusal arrives", () -> replies.keySet().containsAll(ids));
    assertThat(((Failure) known(replies, ids.getFirst()).getResult()).getCode())
        .isEqualTo("model_not_found");
  }

  @Test
  void keepsUpWithASteadyLoad() throws Exception {
    ask(2000, "gpt-4o-mini", 500_000);
    long[] micros = latencies(500);
    System.out.printf(
        "request to routed record at 500/s: p50 %d us, p95 %d us, p99 %d us%n",
        micros[micros.length / 2],
        micros[micros.length * 95 / 100],
        micros[micros.length * 99 / 100]);

    assertThat(micros[micros.length / 2]).isLessThan(5_000_000);
  }

  private static final String ROUTE_OF_NEW_MODEL =
      """
        - name: new-route
          match: {model: new-model}
          targets: [{provider: openai, model: gpt-4o-mini}]
      """;

  private long[] latencies(int perSecond) throws InterruptedException {
    Map<String, Long> sent = new ConcurrentHashMap<>();
    long start = System.nanoTime();
    for (int i = 0; i < perSecond * 6; i++) {
      long due = start + i * (1_000_000_000L / perSecond);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      String id = UUID.randomUUID().toString();
      sent.put(id, due);
      write(id, "gpt-4o-mini");
    }
    Lines.await("all are routed", () -> routedAt.keySet().containsAll(sent.keySet()));
    long[] micros =
        sent.entrySet().stream()
            .mapToLong(e -> (known(routedAt, e.getKey()) - e.getValue()) / 1000)
            .toArray();
    Arrays.sort(micros);
    return micros;
  }

  private static <V> V known(Map<String, V> values, String id) {
    return Objects.requireNonNull(values.get(id), id);
  }

  private void took(RoutedRecord record) {
    String id = record.getRequest().getRequestId();
    routedAt.putIfAbsent(id, System.nanoTime());
    routed.put(id, record);
  }

  private List<String> askOne(String model) {
    String id = UUID.randomUUID().toString();
    write(id, model);
    return List.of(id);
  }

  private List<String> ask(int count, String model, long pauseNanos) {
    List<String> ids = new java.util.ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.addAll(askOne(model));
      LockSupport.parkNanos(pauseNanos);
    }
    lines.flush();
    return ids;
  }

  private void write(String id, String model) {
    RequestRecord request = Samples.request(id, model, Instant.now(), new byte[1024]);
    lines.write(Topics.REQUESTS, request.getTenant(), request);
  }

  private void publish(String routes) {
    PolicyRecord policy = Samples.policy(routes);
    lines.write(Topics.POLICIES, "active", policy);
    lines.flush();
  }
}
