package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Limits;
import dev.strowger.records.Outcome;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.Terminal;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits under fire: many calls at once, on one router and on several. */
class QuotaIT {
  private static final int CALLS = 200;
  private static final int ROOM = 10;

  /** Each has limits of its own, and they lie on several partitions. */
  private static final List<String> TENANTS = List.of("bank", "broker", "insurer", "museum");

  private final Map<String, Set<String>> calledByTenant = new ConcurrentHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<RoutedRecord> waiting = new ConcurrentLinkedQueue<>();

  /** The worker ends its requests; else it keeps them. */
  private volatile boolean ends = true;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void twoHundredCallsOnABudgetForTenReachTheProviderTenTimes(int routers) throws Exception {
    assertRoom(routers, Limits.newBuilder().setMicrosPerDay(ROOM * Limited.MICROS));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void twoHundredCallsOnTokensForTenReachTheProviderTenTimes(int routers) throws Exception {
    assertRoom(routers, Limits.newBuilder().setTokensPerMinute(ROOM * Limited.TOKENS));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void noMoreThanTenAreUnderWayAtATime(int routers) throws Exception {
    ends = false;
    ScopedLimits limits = Limited.tenant(Limits.newBuilder().setConcurrent(ROOM));
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Lines lines = new Lines(broker.bootstrapServers());
        Fleet fleet = new Fleet(broker, routers)) {
      connect(broker, lines);
      fleet.awaitReady();
      ask(lines, limits, "first");
      Lines.await("the rest is refused", () -> ended.size() == TENANTS.size() * (CALLS - ROOM));
      assertThat(calledByTenant.values()).allMatch(called -> called.size() == ROOM);

      waiting.forEach(record -> end(lines, record.getRequest()));
      Lines.await("the ten end", () -> ended.size() == TENANTS.size() * CALLS);
      ask(lines, limits, "second");
      Lines.await("ten more are let in", () -> ended.size() == TENANTS.size() * (2 * CALLS - ROOM));
      assertThat(calledByTenant.values()).allMatch(called -> called.size() == 2 * ROOM);
    }
  }

  private void assertRoom(int routers, Limits.Builder limits) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Lines lines = new Lines(broker.bootstrapServers());
        Fleet fleet = new Fleet(broker, routers)) {
      connect(broker, lines);
      fleet.awaitReady();
      ask(lines, Limited.tenant(limits), "call");

      Lines.await("all end", () -> ended.size() == TENANTS.size() * CALLS);
      assertThat(calledByTenant).containsOnlyKeys(TENANTS);
      assertThat(calledByTenant.values()).allMatch(called -> called.size() == ROOM);
    }
  }

  private void connect(EmbeddedBroker broker, Lines lines) {
    TopicAdmin admin =
        new TopicAdmin(Map.of("bootstrap.servers", broker.bootstrapServers()), 32 << 20);
    admin.ensure(Topics.FIXED);
    admin.ensure(List.of(Topics.routed("openai"), Topics.replies("door-1")));
    lines.write(Topics.POLICIES, "active", Limited.policy());
    lines.follow(Topics.routed("openai"), false, record -> called(lines, record));
    lines.follow(Topics.EVENTS, true, this::ended);
  }

  private void called(Lines lines, RoutedRecord record) {
    RequestRecord request = record.getRequest();
    calledByTenant
        .computeIfAbsent(request.getTenant(), t -> ConcurrentHashMap.newKeySet())
        .add(request.getRequestId());
    if (ends) {
      end(lines, request);
    } else {
      waiting.add(record);
    }
  }

  private static void end(Lines lines, RequestRecord request) {
    Instant now = Instant.now();
    lines.write(Topics.OUTCOMES, request.getTenant(), Limited.attempt(request, 1, now));
    lines.write(
        Topics.OUTCOMES, request.getTenant(), Limited.terminal(request, Outcome.ANSWERED, now));
  }

  private void ended(EventRecord event) {
    if (event.getDetail() instanceof Terminal) {
      ended.add(event.getRequestId());
    }
  }

  private static void ask(Lines lines, ScopedLimits limits, String name) {
    for (int i = 0; i < CALLS; i++) {
      for (String tenant : TENANTS) {
        lines.write(
            Topics.REQUESTS,
            tenant,
            Limited.request(
                name + "-" + tenant + "-" + i,
                tenant,
                Limited.MODEL,
                Instant.now(),
                List.of(limits)));
      }
    }
    lines.flush();
  }

  /** Routers that share the partitions. */
  private static final class Fleet implements AutoCloseable {
    private final Lifetime lifetime = new Lifetime();
    private final List<Probes> probes = new ArrayList<>();

    Fleet(EmbeddedBroker broker, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        Probes own = lifetime.add("probes-" + i, new Probes());
        probes.add(own);
        var config =
            RouterProcess.config(
                broker.bootstrapServers(), Map.of("STROWGER_ROUTER_INSTANCE", "router-" + i));
        lifetime.add("router-" + i, Router.start(config, own));
      }
    }

    void awaitReady() throws InterruptedException {
      Lines.await("all routers run", () -> probes.stream().allMatch(p -> p.health().ready()));
    }

    @Override
    public void close() {
      lifetime.close();
    }
  }
}
