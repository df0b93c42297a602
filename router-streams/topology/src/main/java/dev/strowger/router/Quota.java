package dev.strowger.router;

import dev.strowger.quota.Balances;
import dev.strowger.quota.Estimate;
import dev.strowger.quota.Level;
import dev.strowger.quota.LimitCheck;
import dev.strowger.quota.Spender;
import dev.strowger.quota.Table;
import dev.strowger.quota.TokenFactors;
import dev.strowger.quota.Verdict;
import dev.strowger.records.AlertsGiven;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitAlert;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Plan;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.TokenFactor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the callers of one partition have used, in stores that the events are booked into as they
 * are written. All callers are booked, also those without limits: a budget that is set later counts
 * what was spent before.
 */
final class Quota implements Allowance {
  static final String BALANCES = "balances";
  static final String FACTORS = "token-factors";
  static final String ALERTS = "limit-alerts";

  /** Before the name of a limit that refuses. */
  private static final String HARD = "hard ";

  private final Table<TokenFactor> factors;
  private final Table<AlertsGiven> given;
  private final Balances balances;
  private final TokenFactors learning;
  private final LimitCheck limits;
  private final RouterMeters meters;

  private Quota(
      Table<Balance> balances,
      Table<TokenFactor> factors,
      Table<AlertsGiven> given,
      RouterMeters meters) {
    this.factors = factors;
    this.given = given;
    this.balances = new Balances(balances);
    this.learning = new TokenFactors(factors);
    this.limits = new LimitCheck(balances);
    this.meters = meters;
  }

  static Quota of(ProcessorContext<?, ?> context, RouterMeters meters) {
    return new Quota(
        table(context.getStateStore(BALANCES)),
        table(context.getStateStore(FACTORS)),
        table(context.getStateStore(ALERTS)),
        meters);
  }

  private static <V> Table<V> table(KeyValueStore<String, V> store) {
    return new Table<>() {
      @Override
      public Optional<V> get(String key) {
        return Optional.ofNullable(store.get(key));
      }

      @Override
      public void put(String key, V value) {
        store.put(key, value);
      }
    };
  }

  @Override
  public Admission admit(RequestRecord request, Plan plan, Instant at, Set<LimitScope> thrifty) {
    Estimate estimate = Estimate.of(request, plan, factors);
    return new Admission(
        estimate,
        request.getLimits().isEmpty()
            ? Verdict.FREE
            : limits.check(Spender.of(request), request.getLimits(), thrifty, estimate, at));
  }

  /**
   * Books an event, exactly as it is written.
   *
   * @param held what is set aside for its request
   */
  void book(EventRecord event, Optional<Reservation> held) {
    balances.apply(event, held);
    learning.apply(event, held);
  }

  /** Alerts that are due by a verdict: of each limit one in its window, and one when it refuses. */
  List<LimitAlert> alerts(String tenant, Verdict verdict, Instant at) {
    verdict.refusals().forEach(meters::limited);
    List<LimitAlert> due = new ArrayList<>();
    for (Level level : verdict.noteworthy()) {
      LimitAlert alert = Verdict.alert(tenant, level, at);
      String limit = (alert.getHard() ? HARD : "") + level.kind().label();
      Map<String, Long> windows =
          new TreeMap<>(given.get(level.key()).map(AlertsGiven::getWindows).orElse(Map.of()));
      Long last = windows.put(limit, level.term().window());
      if (last == null || last < level.term().window()) {
        given.put(level.key(), new AlertsGiven(windows));
        due.add(alert);
      }
    }
    return due;
  }
}
