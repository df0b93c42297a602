package dev.strowger.sealing;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Keys for a time, the least used ones given up first. Whoever asks for one that is being fetched
 * waits for that; nobody fetches it twice.
 */
final class KeyCache<K, V> {
  private final int most;
  private final long ttlNanos;
  private final LongSupplier nanos;
  private final Consumer<V> wipe;
  private final LinkedHashMap<K, Slot<V>> slots = new LinkedHashMap<>(16, 0.75f, true);

  private record Slot<V>(FutureTask<V> value, long until) {
    Optional<V> now() {
      return value.state() == FutureTask.State.SUCCESS
          ? Optional.of(value.resultNow())
          : Optional.empty();
    }
  }

  /**
   * @param most keys at once
   * @param ttl after which a key is fetched again
   * @param wipe run with a key that is given up
   */
  KeyCache(int most, Duration ttl, LongSupplier nanos, Consumer<V> wipe) {
    this.most = most;
    this.ttlNanos = ttl.toNanos();
    this.nanos = nanos;
    this.wipe = wipe;
  }

  /** Empty if it would have to be fetched. */
  Optional<V> peek(K key) {
    synchronized (slots) {
      Slot<V> slot = slots.get(key);
      return slot == null || slot.until() - nanos.getAsLong() <= 0 ? Optional.empty() : slot.now();
    }
  }

  /**
   * Fetches if need be; may block.
   *
   * @param fetch given what there was before, if its time is over
   */
  V get(K key, Function<Optional<V>, V> fetch) {
    FutureTask<V> task;
    boolean mine = false;
    synchronized (slots) {
      Slot<V> slot = slots.get(key);
      long now = nanos.getAsLong();
      if (slot != null && (slot.until() - now > 0 || !slot.value().isDone())) {
        task = slot.value();
      } else {
        Optional<V> before = slot == null ? Optional.empty() : slot.now();
        task = new FutureTask<>(() -> fetch.apply(before));
        mine = true;
        slots.put(key, new Slot<>(task, now + ttlNanos));
        giveUpEldest();
      }
    }
    if (mine) {
      task.run();
    }
    return await(key, task);
  }

  private V await(K key, FutureTask<V> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SealedException(
          SealedException.Reason.KMS_UNREACHABLE, "interrupted while a key was fetched", e);
    } catch (ExecutionException e) {
      synchronized (slots) {
        Slot<V> slot = slots.get(key);
        if (slot != null && slot.value() == task) {
          slots.remove(key);
        }
      }
      if (e.getCause() instanceof SealedException sealed) {
        throw new SealedException(sealed.reason(), String.valueOf(sealed.getMessage()), e);
      }
      throw new IllegalStateException("a key could not be fetched", e.getCause());
    }
  }

  private void giveUpEldest() {
    Iterator<Map.Entry<K, Slot<V>>> eldest = slots.entrySet().iterator();
    while (slots.size() > most) {
      Slot<V> slot = eldest.next().getValue();
      eldest.remove();
      slot.now().ifPresent(wipe);
    }
  }

  /** Gives this one up, if it is still the one. */
  void remove(K key, V value) {
    synchronized (slots) {
      Slot<V> slot = slots.get(key);
      if (slot != null && slot.now().filter(v -> v == value).isPresent()) {
        slots.remove(key);
        wipe.accept(value);
      }
    }
  }

  /** Gives up what nobody has asked for since its time was over. */
  void sweep() {
    synchronized (slots) {
      long now = nanos.getAsLong();
      slots
          .values()
          .removeIf(
              slot -> {
                boolean over = slot.until() - now <= 0 && slot.value().isDone();
                if (over) {
                  slot.now().ifPresent(wipe);
                }
                return over;
              });
    }
  }

  void clear() {
    synchronized (slots) {
      slots.values().forEach(slot -> slot.now().ifPresent(wipe));
      slots.clear();
    }
  }

  int size() {
    synchronized (slots) {
      return slots.size();
    }
  }
}
