package dev.strowger.microbench;

import dev.strowger.policy.CallFacts;
import dev.strowger.policy.CallFacts.CacheMode;
import dev.strowger.policy.Decision;
import dev.strowger.policy.Policy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
 * Microseconds to decide about a call, as a distribution: routes of mixed conditions over 200
 * models, 20 constraints, some targets down, all targets measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class DecisionBenchmark {
  /** A power of two, so that the next call costs no division. */
  private static final int CALLS = 4096;

  @Param({"10", "1000", "10000"})
  int routes;

  private final CallFacts[] calls = new CallFacts[CALLS];
  private Policy policy = new Manifests(0).policy();
  private int next;

  @Setup
  public void setUp() {
    policy = new Manifests(routes).policy();
    CallFacts.Moment moment = moment();
    int planned = 0;
    for (int i = 0; i < CALLS; i++) {
      calls[i] = call(i, moment);
      planned += policy.decide(calls[i]) instanceof Decision.Planned ? 1 : 0;
    }
    if (planned < CALLS / 2) {
      throw new IllegalStateException("only " + planned + " calls have a plan");
    }
  }

  @Benchmark
  public Decision decide() {
    return policy.decide(calls[next++ & (CALLS - 1)]);
  }

  /** Spread over all routes; two of three fit what their route asks of them. */
  private CallFacts call(int i, CallFacts.Moment moment) {
    int route = (int) ((long) i * routes / CALLS);
    boolean fits = i % 3 > 0;
    return new CallFacts(
        "request-" + i * 7919,
        Instant.parse("2026-12-02T10:00:00Z").plusSeconds(i),
        new CallFacts.Caller(
            fits ? "tenant-" + route / 10 : "tenant-x",
            "team-" + i % 7,
            "key-" + i % 50,
            "user-" + i % 500,
            Map.of("project", fits ? "p" + route : "px")),
        new CallFacts.Asked(
            "model-" + route / 10,
            "chat",
            i % 2 == 0,
            i % 5 == 0 ? Set.of("tools") : Set.of(),
            200 + i % 4000,
            OptionalLong.empty(),
            Map.of(),
            "conversation-" + i % 300,
            OptionalDouble.of(0),
            1,
            CacheMode.USE),
        new CallFacts.Prompt(
            fits ? "de" : "en",
            Map.of("code", fits ? 0.8 : 0.1, "chat", 0.1),
            OptionalDouble.of(i % 10 / 10.0),
            i % 11 == 0 ? Set.of("pii") : Set.of(),
            false),
        moment);
  }

  private static CallFacts.Moment moment() {
    Map<String, CallFacts.TargetState> states = new HashMap<>();
    for (int i = 0; i < Manifests.MODELS; i++) {
      states.put(
          Manifests.target(i),
          new CallFacts.TargetState(300 + i, 900 + i, 100 + i, i % 9, 400, i % 40, i % 3));
    }
    return new CallFacts.Moment(
        Map.of(Manifests.target(3), "down", Manifests.target(77), "down", "provider-9", "down"),
        states,
        Set.of());
  }
}
