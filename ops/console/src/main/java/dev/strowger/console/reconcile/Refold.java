package dev.strowger.console.reconcile;

import dev.strowger.quota.Rebuild;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import java.util.Map;

/** Balances made anew from the events, in the way in which the router makes them. */
public interface Refold {
  void apply(EventRecord event);

  /** By key: {@code tenant/t}, {@code team/t/team}, {@code credential/id}. */
  Map<String, Balance> balances();

  /** As the router does it. */
  static Refold asTheRouter() {
    Rebuild rebuild = new Rebuild();
    return new Refold() {
      @Override
      public void apply(EventRecord event) {
        rebuild.apply(event);
      }

      @Override
      public Map<String, Balance> balances() {
        return rebuild.balances();
      }
    };
  }
}
