package dev.strowger.console.reconcile;

import dev.strowger.console.log.NewestValues;
import dev.strowger.quota.Balances;
import dev.strowger.records.Balance;
import dev.strowger.records.MonthTotal;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The router's balances, as the changelog of its store has them. */
final class BalanceStore {
  private final KafkaAccess kafka;
  private final Topic<Balance> changelog;

  /**
   * @param group of the routers, which the changelog is named after
   */
  BalanceStore(KafkaAccess kafka, String group) {
    this.kafka = kafka;
    this.changelog =
        new Topic<>(
            group + "-balances-changelog",
            Balance.class,
            Topic.Key.NAME,
            1,
            new Topic.Retention.Compacted(),
            false);
  }

  String topic() {
    return changelog.name();
  }

  /** Empty if there is no such store. */
  Optional<Map<String, Balance>> read() throws IOException {
    return NewestValues.of(kafka, changelog);
  }

  static Sums sums(Map<String, Balance> balances, Account account) {
    Balance balance = balances.get(account.balance());
    if (balance == null) {
      return Sums.NONE;
    }
    for (MonthTotal total : balance.getMonths()) {
      if (total.getMonth() == account.month()) {
        return Sums.of(total);
      }
    }
    return Sums.NONE;
  }

  /** Whether a balance is so full of later months that it no longer has this one. */
  static boolean dropped(Map<String, Balance> balances, Account account) {
    Balance balance = balances.get(account.balance());
    return balance != null
        && balance.getMonths().size() >= Balances.MONTHS
        && account.month() < balance.getMonths().getFirst().getMonth();
  }

  /** Keys whose balances are not the same to the byte. */
  static List<String> unlike(Map<String, Balance> one, Map<String, Balance> other) {
    TreeSet<String> keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    List<String> unlike = new ArrayList<>();
    for (String key : keys) {
      Balance here = one.get(key);
      Balance there = other.get(key);
      if (here == null || there == null || !bytes(here).equals(bytes(there))) {
        unlike.add(key);
      }
    }
    return unlike;
  }

  private static ByteBuffer bytes(Balance balance) {
    try {
      return balance.toByteBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
