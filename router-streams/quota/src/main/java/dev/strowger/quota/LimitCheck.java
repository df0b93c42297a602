package dev.strowger.quota;

import dev.strowger.records.Balance;
import dev.strowger.records.LimitScope;
import dev.strowger.records.ScopedLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a request fits into what its credential, team and tenant may still use. */
public final class LimitCheck {
  private static final Balance NONE = Balance.newBuilder().build();

  private final Table<Balance> balances;

  public LimitCheck(Table<Balance> balances) {
    this.balances = balances;
  }

  /**
   * @param limits of the scopes that have some
   * @param thrifty scopes whose spent budgets do not refuse: what is asked is bounded by price
   *     instead
   * @param at of the request; nothing else tells the time
   */
  public Verdict check(
      Spender spender,
      List<ScopedLimits> limits,
      Set<LimitScope> thrifty,
      Estimate estimate,
      Instant at) {
    List<Level> levels = new ArrayList<>();
    for (ScopedLimits scoped : limits) {
      String key = BalanceKey.of(scoped.getScope(), spender);
      Balance balance = balances.get(key).orElse(NONE);
      for (Level level : Levels.of(scoped, key, balance, estimate, at)) {
        boolean let =
            thrifty.contains(level.scope()) && level.kind().unit() == LimitKind.Unit.MONEY;
        if (!let) {
          levels.add(level);
        }
      }
    }
    return new Verdict(levels);
  }
}
