package dev.strowger.microbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.quota.Balances;
import dev.strowger.quota.Estimate;
import dev.strowger.quota.LimitCheck;
import dev.strowger.quota.Spender;
import dev.strowger.quota.Table;
import dev.strowger.quota.Verdict;
import dev.strowger.records.Attempt;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Limits;
import dev.strowger.records.Outcome;
import dev.strowger.records.Reservation;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds that the limits of a credential, its team and its tenant take in the router's
 * decision, and the booking of a request from its reservation to its end, with few and with many
 * credentials. Balances are kept as a store in memory keeps them: serialized, in a sorted map. Time
 * stands still, so that a balance is as long with few as with many.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class QuotaBenchmark {
  private static final int TEAMS = 10;
  private static final int TENANTS = 1_000;
  private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
  private static final Reservation HELD = new Reservation(100L, 100L, 50L, 20L, "USD", "a/small");
  private static final Estimate WANTED = new Estimate(100, 100, 50, 20, "USD", "a/small");
  private static final Topic<Balance> TOPIC =
      new Topic<>(
          "balances",
          Balance.class,
          Topic.Key.REQUEST_ID,
          1,
          new Topic.Retention.Compacted(),
          false);
  private static final List<ScopedLimits> LIMITS =
      List.of(
          new ScopedLimits(LimitScope.CREDENTIAL, limits()),
          new ScopedLimits(LimitScope.TEAM, limits()),
          new ScopedLimits(LimitScope.TENANT, limits()));

  private static final Attempt ATTEMPT =
      Attempt.newBuilder()
          .setNumber(1)
          .setProvider("a")
          .setModel("small")
          .setResult("answered")
          .setStartedAt(START)
          .setLatencyUs(1)
          .setUsage(new Usage(100L, 40L, 0L, 0L, 0L, false, 0L, 0L, 0L, 0L))
          .setCostMicros(18)
          .setCurrency("USD")
          .build();
  private static final Terminal END =
      Terminal.newBuilder()
          .setOutcome(Outcome.ANSWERED)
          .setUsage(Usage.newBuilder().build())
          .build();

  @Param({"10", "100000"})
  public int credentials;

  private final Store store = new Store();
  private final Balances balances = new Balances(store);
  private final LimitCheck check = new LimitCheck(store);
  private final Random random = new Random(1);

  /** As the router's: a store in memory of serialized balances. */
  private static final class Store implements Table<Balance> {
    private final TreeMap<Bytes, byte[]> kept = new TreeMap<>();
    private final RecordSerdes serdes = new RecordSerdes(new InMemorySchemaRegistry());
    private final Serializer<Balance> writer = serdes.serializer(TOPIC);
    private final Deserializer<Balance> reader = serdes.deserializer(TOPIC);

    @Override
    public Optional<Balance> get(String key) {
      byte[] bytes = kept.get(bytes(key));
      return bytes == null
          ? Optional.empty()
          : Optional.of(reader.deserialize(TOPIC.name(), bytes));
    }

    @Override
    public void put(String key, Balance value) {
      kept.put(bytes(key), writer.serialize(TOPIC.name(), value));
    }

    private static Bytes bytes(String key) {
      return Bytes.wrap(key.getBytes(UTF_8));
    }
  }

  /** Everybody has spent something. */
  @Setup
  public void spend() {
    for (int i = 0; i < credentials; i++) {
      book(spender(i));
    }
  }

  /** What one request asks of the balances. */
  @Benchmark
  public Verdict decideAndBook() {
    Spender spender = spender(random.nextInt(credentials));
    Verdict verdict = check.check(spender, LIMITS, Set.of(), WANTED, START);
    book(spender);
    return verdict;
  }

  private void book(Spender spender) {
    balances.apply(event(spender, HELD), Optional.empty());
    balances.apply(event(spender, ATTEMPT), Optional.of(HELD));
    balances.apply(event(spender, END), Optional.of(HELD));
  }

  private static Spender spender(int number) {
    int tenant = number % TENANTS;
    return new Spender("tenant-" + tenant, "team-" + tenant % TEAMS, "cred_" + number);
  }

  private static Limits limits() {
    return Limits.newBuilder()
        .setRequestsPerMinute(1_000_000)
        .setTokensPerMinute(1_000_000)
        .setTokensPerDay(1_000_000_000L)
        .setMicrosPerDay(1_000_000_000L)
        .setMicrosPerMonth(1_000_000_000L)
        .setConcurrent(100)
        .build();
  }

  private static EventRecord event(Spender spender, Object detail) {
    return new EventRecord(
        "event",
        "request",
        spender.tenant(),
        spender.credentialId(),
        START,
        "chat",
        "small",
        "chat",
        "v",
        false,
        detail,
        spender.team(),
        "",
        "",
        "",
        Map.of());
  }
}
