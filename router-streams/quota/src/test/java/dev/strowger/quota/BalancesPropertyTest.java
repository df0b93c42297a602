package dev.strowger.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Attempt;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Limits;
import dev.strowger.records.Outcome;
import dev.strowger.records.Reservation;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for any course of events. */
class BalancesPropertyTest {
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
  private static final List<String> CURRENCIES = List.of("USD", "EUR", "CHF", "GBP", "JPY");

  /** As a store does it: bytes in, bytes out, so every read is another object. */
  private static final class Stored implements Table<Balance> {
    private final Map<String, byte[]> bytes = new HashMap<>();

    @Override
    public Optional<Balance> get(String key) {
      return Optional.ofNullable(bytes.get(key)).map(Stored::read);
    }

    @Override
    public void put(String key, Balance value) {
      bytes.put(key, write(value));
    }

    static byte[] write(Balance balance) {
      try {
        var buffer = Balance.getEncoder().encode(balance);
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return copy;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Balance read(byte[] bytes) {
      try {
        return Balance.getDecoder().decode(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Property(tries = 100)
  void aRebuildIsTheStoreToTheByte(@ForAll long seed) {
    List<EventRecord> events = course(new Random(seed), 300);
    Stored stored = new Stored();
    Balances live = new Balances(stored);
    Map<String, Reservation> open = new HashMap<>();
    for (EventRecord event : events) {
      String id = event.getRequestId();
      Optional<Reservation> held = Optional.ofNullable(open.get(id));
      live.apply(event, held);
      if (event.getDetail() instanceof Reservation reservation) {
        open.put(id, reservation);
      } else if (event.getDetail() instanceof Terminal) {
        open.remove(id);
      }
    }

    var rebuilt = Rebuild.of(events);

    assertThat(rebuilt.keySet()).isEqualTo(stored.bytes.keySet());
    rebuilt.forEach(
        (key, balance) ->
            assertThat(Stored.write(balance)).as(key).isEqualTo(stored.bytes.get(key)));
  }

  @Property(tries = 100)
  void whenAllHasEndedNothingIsHeldAndMonthsAreSums(@ForAll long seed) {
    Random random = new Random(seed);
    List<EventRecord> events = course(random, 200);
    Set<String> ended = new HashSet<>();
    Set<String> begun = new LinkedHashSet<>();
    for (EventRecord event : events) {
      begun.add(event.getRequestId());
      if (event.getDetail() instanceof Terminal) {
        ended.add(event.getRequestId());
      }
    }
    for (String id : begun) {
      if (!ended.contains(id)) {
        events.add(of(id, Told.NOON.plus(Duration.ofDays(40)), Told.end(Outcome.ABANDONED)));
      }
    }
    long micros =
        events.stream()
            .map(EventRecord::getDetail)
            .mapToLong(d -> d instanceof Attempt a ? a.getCostMicros() : 0)
            .sum();

    var rebuilt = Rebuild.of(events);

    assertThat(rebuilt.values())
        .allMatch(
            b -> b.getOpenRequests() == 0 && b.getOpenTokens() == 0 && b.getOpenMicros() == 0);
    long booked =
        rebuilt.entrySet().stream()
            .filter(e -> e.getKey().startsWith("tenant/"))
            .flatMap(e -> e.getValue().getMonths().stream())
            .flatMap(m -> m.getMicros().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    assertThat(booked).isEqualTo(micros);
  }

  @Property(tries = 50)
  void noSixtySecondsEverHoldMoreThanTheLimit(@ForAll long seed) {
    Random random = new Random(seed);
    int limit = 1 + random.nextInt(20);
    long tokenLimit = random.nextLong(50, 550);
    int burst = 1 + random.nextInt(limit);
    ScopedLimits limits =
        new ScopedLimits(
            LimitScope.TENANT,
            Limits.newBuilder()
                .setRequestsPerMinute(limit)
                .setBurst(burst)
                .setTokensPerMinute(tokenLimit)
                .build());
    Map<String, Balance> map = new HashMap<>();
    Balances balances = new Balances(Table.of(map));
    LimitCheck check = new LimitCheck(Table.of(map));
    List<long[]> admitted = new ArrayList<>();
    Instant at = Told.NOON;
    for (int i = 0; i < 400; i++) {
      at = at.plusMillis(random.nextInt(4000));
      long tokens = random.nextLong(1, 41);
      Estimate estimate = new Estimate(tokens, tokens, 0, 0, "USD", "openai/small");
      Verdict verdict =
          check.check(new Spender("bank", "", ""), List.of(limits), Set.of(), estimate, at);
      if (verdict.fits()) {
        for (EventRecord event : Told.answered("r" + i, at, tokens, 0)) {
          balances.apply(event, Optional.of(estimate.reservation()));
        }
        admitted.add(new long[] {at.toEpochMilli(), tokens});
      } else {
        assertThat(verdict.refusal().orElseThrow().term().freeMs()).isPositive();
      }
    }

    for (long[] first : admitted) {
      long requests = 0;
      long tokens = 0;
      long inBurst = 0;
      for (long[] one : admitted) {
        long after = one[0] - first[0];
        requests += after >= 0 && after < 60_000 ? 1 : 0;
        tokens += after >= 0 && after < 60_000 ? one[1] : 0;
        inBurst += after >= 0 && after < 5_000 ? 1 : 0;
      }
      assertThat(requests).isLessThanOrEqualTo(limit);
      assertThat(tokens).isLessThanOrEqualTo(tokenLimit);
      assertThat(inBurst).isLessThanOrEqualTo(burst);
    }
    assertThat(admitted).isNotEmpty();
  }

  /** After the time that was promised there is room, if nothing else comes. */
  @Property(tries = 100)
  void whoWaitsAsLongAsToldIsLetThrough(@ForAll long seed) {
    Random random = new Random(seed);
    ScopedLimits limits =
        new ScopedLimits(
            LimitScope.TENANT,
            Limits.newBuilder()
                .setRequestsPerMinute(5)
                .setTokensPerMinute(100)
                .setMicrosPerDay(1000)
                .build());
    Map<String, Balance> map = new HashMap<>();
    Balances balances = new Balances(Table.of(map));
    LimitCheck check = new LimitCheck(Table.of(map));
    Instant at = Told.NOON;
    Spender bank = new Spender("bank", "", "");
    for (int i = 0; i < 60; i++) {
      at = at.plusMillis(random.nextInt(8000));
      long tokens = random.nextLong(1, 61);
      Estimate estimate = new Estimate(tokens, tokens, 0, tokens, "USD", "openai/small");
      Verdict verdict = check.check(bank, List.of(limits), Set.of(), estimate, at);
      if (!verdict.fits()) {
        at = at.plusMillis(verdict.refusal().orElseThrow().term().freeMs());
        assertThat(check.check(bank, List.of(limits), Set.of(), estimate, at).fits()).isTrue();
      }
      for (EventRecord event : Told.answered("r" + i, at, tokens, tokens)) {
        balances.apply(event, Optional.of(estimate.reservation()));
      }
    }
  }

  /** Requests of some tenants, mixed, with clocks that are not quite the same. */
  private static List<EventRecord> course(Random random, int length) {
    List<EventRecord> events = new ArrayList<>();
    List<String> open = new ArrayList<>();
    Instant now = Told.NOON;
    for (int i = 0; i < length; i++) {
      now =
          now.plusMillis(
              random.nextInt(10) == 0 ? random.nextInt(200_000_000) : random.nextInt(3000));
      Instant at = now.minusMillis(random.nextInt(5) == 0 ? random.nextInt(90_000) : 0);
      int kind = random.nextInt(10);
      if (open.isEmpty() || kind < 4) {
        String id = "r" + i;
        open.add(id);
        if (kind > 0) {
          events.add(
              of(id, at, Told.hold(random.nextInt(100), random.nextInt(100), random.nextInt(100))));
        }
      } else if (kind < 7) {
        String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
        String id = open.get(random.nextInt(open.size()));
        events.add(
            of(
                id,
                at,
                Told.attempt(
                    random.nextInt(100), random.nextInt(9), random.nextInt(100), currency)));
      } else {
        Collections.shuffle(open, random);
        Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
        events.add(of(open.removeLast(), at, Told.end(outcome)));
      }
    }
    return events;
  }

  private static EventRecord of(String id, Instant at, Object detail) {
    int who = Math.floorMod(id.hashCode(), 6);
    return Told.event(id, "t" + who % 2, who % 3 == 0 ? "" : "team" + who, "key" + who, at, detail);
  }
}
