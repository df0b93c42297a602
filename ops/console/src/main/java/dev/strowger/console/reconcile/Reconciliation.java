package dev.strowger.console.reconcile;

import dev.strowger.console.log.LogWork;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.topics.KafkaAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Compares the books until they agree, or nobody waits for them any longer. */
public final class Reconciliation implements LogWork<Report> {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Accounts whose attempts are looked at one by one. */
  private static final int SEARCHED = 3;

  private final Terms terms;
  private final EventLog log;
  private final BalanceStore store;
  private final Optional<Warehouse> warehouse;
  private final Ledger ledger;
  private final Unbooked unbooked = new Unbooked();
  private final Optional<Refold> refold;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final AtomicLong events = new AtomicLong();

  /**
   * @param group of the routers
   * @param patience how long a difference may be due to a warehouse that lags
   */
  public record Terms(Selection selection, String group, Duration patience) {}

  /**
   * @param query asks ClickHouse; empty: the log and the balances only
   * @param refold makes the balances anew; empty: they are not made anew
   */
  public Reconciliation(
      KafkaAccess kafka, Terms terms, Optional<Warehouse.Query> query, Optional<Refold> refold) {
    this.terms = terms;
    this.log = new EventLog(kafka);
    this.store = new BalanceStore(kafka, terms.group());
    this.warehouse = query.map(Warehouse::new);
    this.ledger = new Ledger(terms.selection());
    this.refold = refold;
  }

  @Override
  public Optional<Report> run() throws IOException, InterruptedException {
    long end = System.nanoTime() + terms.patience().toNanos();
    readOn();
    while (!cancelled.get()) {
      Comparison round = round();
      if (round.settled() || System.nanoTime() > end) {
        return Optional.of(report(round));
      }
      Thread.sleep(PAUSE);
    }
    return Optional.empty();
  }

  /** The log was read; the others are, and then the log once more. */
  private Comparison round() throws IOException {
    Map<Account, Sums> before = ledger.sums();
    Optional<Map<String, Balance>> balances = store.read();
    Optional<Map<Account, Sums>> stored = Optional.empty();
    int kept = 0;
    if (warehouse.isPresent()) {
      stored = Optional.of(warehouse.get().sums(terms.selection()));
      kept = warehouse.get().firstWholeMonth();
    }
    boolean quiet = !readOn();
    List<String> unlike =
        quiet && log.firstWholeMonth() == 0 && balances.isPresent() && refold.isPresent()
            ? BalanceStore.unlike(balances.get(), refold.get().balances()).stream()
                .filter(unbooked::whole)
                .toList()
            : List.of();
    return new Comparison(
        before,
        ledger.sums(),
        stored,
        balances,
        new Comparison.Reach(log.firstWholeMonth(), kept, unbooked.months()),
        quiet,
        unlike);
  }

  private boolean readOn() throws IOException {
    return log.read(this::take, cancelled::get);
  }

  private void take(EventRecord event) {
    ledger.add(event);
    unbooked.take(event);
    refold.ifPresent(balances -> balances.apply(event));
    events.incrementAndGet();
  }

  private Report report(Comparison round) throws IOException {
    List<Report.Odd> odd = new ArrayList<>();
    if (warehouse.isPresent()) {
      OddRequests search = new OddRequests(log, warehouse.get());
      // A team's attempts are among its tenant's.
      List<Account> tenants =
          round.odd().stream()
              .map(one -> new Account(one.tenant(), "", one.month()))
              .distinct()
              .limit(SEARCHED)
              .toList();
      for (Account account : tenants) {
        search.of(account).stream().limit(OddRequests.SHOWN - odd.size()).forEach(odd::add);
      }
    }
    return new Report(
        round.equal(),
        round.lines(),
        Map.of(
            "events", ledger.events(),
            "repeatedEvents", ledger.repeats(),
            "unreadableEvents", log.unreadable(),
            "balances", (long) round.balances().map(Map::size).orElse(0),
            "balancesUnlikeRebuild", (long) round.unlike().size()),
        odd,
        round.notes(store.topic(), refold.isPresent()));
  }

  @Override
  public Progress progress() {
    return new Progress(Map.of("events", events.get()), 0);
  }

  @Override
  public void cancel() {
    cancelled.set(true);
  }
}
