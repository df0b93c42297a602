package dev.strowger.worker;

import dev.strowger.sealing.KeyName;
import dev.strowger.sealing.KeyScope;
import dev.strowger.sealing.Kms;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.SealedException.Reason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A KMS in memory that is away when a test says so. */
final class OutageKms implements Kms {
  private final Map<KeyName, Boolean> keys = new HashMap<>();
  private boolean away;
  private int refused;
  private Runnable onRefusal = () -> {};

  synchronized void away(boolean is) {
    away = is;
  }

  /** Calls that came while it was away. */
  synchronized int refused() {
    return refused;
  }

  /** What happens at each of them, e.g. time that passes. */
  synchronized void onRefusal(Runnable action) {
    onRefusal = action;
  }

  private void ask() {
    if (away) {
      refused++;
      onRefusal.run();
      throw new SealedException(Reason.KMS_UNREACHABLE, "the KMS is away");
    }
  }

  @Override
  public synchronized KeyName current(KeyScope scope) {
    ask();
    int generation = 1;
    while (Boolean.FALSE.equals(keys.get(new KeyName(scope, generation)))) {
      generation++;
    }
    KeyName name = new KeyName(scope, generation);
    keys.put(name, true);
    return name;
  }

  @Override
  public synchronized byte[] wrap(KeyName key, byte[] dataKey) {
    ask();
    return turned(key, dataKey);
  }

  @Override
  public synchronized byte[] unwrap(KeyName key, byte[] wrapped) {
    ask();
    if (!Boolean.TRUE.equals(keys.get(key))) {
      throw new SealedException(Reason.KEY_GONE, "the key was destroyed");
    }
    return turned(key, wrapped);
  }

  @Override
  public synchronized byte[] derive(KeyName key, String purpose) {
    ask();
    return turned(key, new byte[32]);
  }

  @Override
  public synchronized void destroy(KeyName key) {
    keys.put(key, false);
  }

  @Override
  public synchronized List<KeyInfo> list(Optional<String> tenantHash) {
    return keys.entrySet().stream().map(e -> new KeyInfo(e.getKey(), gone(e.getValue()))).toList();
  }

  private static Optional<Instant> gone(boolean inForce) {
    return inForce ? Optional.empty() : Optional.of(Instant.EPOCH);
  }

  /** Its own inverse. */
  private static byte[] turned(KeyName key, byte[] bytes) {
    byte[] turned = bytes.clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] ^= (byte) (key.hashCode() + i);
    }
    return turned;
  }
}
