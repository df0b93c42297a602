package dev.strowger.console.reconcile;

import dev.strowger.records.Balance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All books at one time.
 *
 * @param before the log's sums when the others began to be read
 * @param after and when that was done
 * @param stored empty: the warehouse was not asked
 * @param quiet whether nothing was written meanwhile
 * @param unlike keys of balances that a rebuild makes otherwise
 */
record Comparison(
    Map<Account, Sums> before,
    Map<Account, Sums> after,
    Optional<Map<Account, Sums>> stored,
    Optional<Map<String, Balance>> balances,
    Reach reach,
    boolean quiet,
    List<String> unlike) {
  private static final String EQUAL = "equal";
  private static final String UNDER_WAY = "under_way";
  private static final String DIFFERS = "differs";
  private static final String NOT_KEPT = "not_kept";
  private static final String ABSENT = "absent";
  private static final int KEYS_SHOWN = 20;

  /**
   * The first months, yyyymm, of which everything is kept.
   *
   * @param unbooked the last month of which the balances do not have everything, by tenant
   */
  record Reach(int log, int warehouse, Map<String, Integer> unbooked) {}

  private SortedSet<Account> accounts() {
    SortedSet<Account> accounts = new TreeSet<>(after.keySet());
    stored.ifPresent(tables -> accounts.addAll(tables.keySet()));
    return accounts;
  }

  List<Report.Line> lines() {
    return accounts().stream().map(this::line).toList();
  }

  private Report.Line line(Account account) {
    Map<String, Report.Figures> sums = new LinkedHashMap<>();
    sums.put("log", Report.Figures.of(after.get(account)));
    stored.ifPresent(tables -> sums.put("clickhouse", Report.Figures.of(tables.get(account))));
    Map<String, String> verdicts = new LinkedHashMap<>();
    verdicts.put("clickhouse", ofWarehouse(account));
    balances.ifPresent(
        all -> sums.put("balances", Report.Figures.of(BalanceStore.sums(all, account))));
    verdicts.put("balances", ofBalances(account));
    return new Report.Line(account.tenant(), account.team(), account.monthText(), sums, verdicts);
  }

  private String ofWarehouse(Account account) {
    if (stored.isEmpty()) {
      return ABSENT;
    }
    return account.month() < Math.max(reach.log, reach.warehouse)
        ? NOT_KEPT
        : verdict(account, stored.get().getOrDefault(account, Sums.NONE));
  }

  private String ofBalances(Account account) {
    if (balances.isEmpty()) {
      return ABSENT;
    }
    return account.month() < reach.log
            || account.month() <= reach.unbooked.getOrDefault(account.tenant(), 0)
            || BalanceStore.dropped(balances.get(), account)
        ? NOT_KEPT
        : verdict(account, BalanceStore.sums(balances.get(), account));
  }

  private String verdict(Account account, Sums sums) {
    Sums least = before.getOrDefault(account, Sums.NONE);
    Sums most = after.getOrDefault(account, Sums.NONE);
    if (sums.same(most)) {
      return EQUAL;
    }
    return sums.within(least, most) ? UNDER_WAY : DIFFERS;
  }

  /** Accounts that the warehouse has otherwise. */
  List<Account> odd() {
    return accounts().stream().filter(a -> ofWarehouse(a).equals(DIFFERS)).toList();
  }

  boolean equal() {
    return unlike.isEmpty()
        && accounts().stream()
            .noneMatch(a -> ofWarehouse(a).equals(DIFFERS) || ofBalances(a).equals(DIFFERS));
  }

  /** Nothing differs, and all of it could be compared: there is nothing to wait for. */
  boolean settled() {
    return quiet && equal();
  }

  List<String> notes(String changelog, boolean refolded) {
    List<String> notes = new ArrayList<>();
    if (reach.log > 0) {
      notes.add(
          "the log is whole from " + text(reach.log) + " on; earlier months are not compared");
    }
    if (reach.warehouse > 0) {
      notes.add("the tables are whole from " + text(reach.warehouse) + " on");
    }
    if (stored.isEmpty()) {
      notes.add("ClickHouse was not asked");
    }
    if (balances.isEmpty()) {
      notes.add("there are no balances: no topic " + changelog);
    }
    if (!quiet) {
      notes.add(
          "events were written meanwhile: sums between those before and after are not told apart");
    }
    if (balances.isPresent() && !reach.unbooked.isEmpty()) {
      notes.add(
          "tenants that used something before routers kept balances, and whose balances were not"
              + " compared with a rebuild: "
              + reach.unbooked.size());
    }
    if (balances.isPresent() && (!refolded || !quiet || reach.log > 0)) {
      notes.add("the balances were not compared with a rebuild byte for byte");
    }
    unlike.stream().limit(KEYS_SHOWN).forEach(key -> notes.add("unlike its rebuild: " + key));
    return notes;
  }

  private static String text(int month) {
    return new Account("", "", month).monthText();
  }
}
