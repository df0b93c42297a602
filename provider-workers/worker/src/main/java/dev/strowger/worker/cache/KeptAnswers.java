package dev.strowger.worker.cache;

import dev.strowger.records.CacheRecord;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answers that may be given again, in memory: as many as there is room for, the one not used
 * for longest goes first. Thread-safe; a semantic search holds nobody up.
 */
public final class KeptAnswers {
  /** Expired answers that are looked for among the least used ones when one comes. */
  private static final int SWEPT = 2;

  /** An answer takes no more than this share of the room. */
  private static final int LARGEST_SHARE = 8;

  private final long maxBytes;
  private final Consumer<String> expired;

  /** By key, the one not used for longest first. */
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<String, Neighbours> neighbours = new ConcurrentHashMap<>();
  private long bytes;

  /**
   * @param expired told the key of each answer that is found to be too old; must not wait
   */
  public KeptAnswers(long maxBytes, Consumer<String> expired) {
    this.maxBytes = maxBytes;
    this.expired = expired;
  }

  /** Replaces what was kept under this key. */
  public synchronized void put(String key, CacheRecord record, Instant now) {
    remove(key);
    Entry entry = new Entry(key, record);
    if (entry.expired(now) || entry.bytes() > maxBytes / LARGEST_SHARE) {
      return;
    }
    sweep(now);
    while (bytes + entry.bytes() > maxBytes) {
      drop(entries.values().iterator().next());
    }
    entries.put(key, entry);
    bytes += entry.bytes();
    if (!record.getContext().isEmpty() && !entry.direction().isNowhere()) {
      neighbours.computeIfAbsent(record.getContext(), c -> new Neighbours()).add(entry);
    }
  }

  public synchronized void remove(String key) {
    Entry entry = entries.get(key);
    if (entry != null) {
      drop(entry);
    }
  }

  private synchronized void drop(Entry entry) {
    if (!entries.remove(entry.key(), entry)) {
      return;
    }
    bytes -= entry.bytes();
    neighbours.computeIfPresent(
        entry.record().getContext(), (context, near) -> near.without(entry) ? null : near);
  }

  private void sweep(Instant now) {
    for (int i = 0; i < SWEPT; i++) {
      Iterator<Entry> eldest = entries.values().iterator();
      if (!eldest.hasNext()) {
        return;
      }
      Entry entry = eldest.next();
      if (!entry.expired(now)) {
        return;
      }
      expire(entry);
    }
  }

  private void expire(Entry entry) {
    drop(entry);
    expired.accept(entry.key());
  }

  /** The same request's answer, else that to the most similar one that is similar enough. */
  public Found find(Asked asked) {
    if (asked.terms().getExact()) {
      Entry same = get(asked.question().key());
      if (same != null && usable(same, asked)) {
        return new Found.Kept(same.record(), Found.Likeness.EXACT);
      }
    }
    Double threshold = asked.terms().getThreshold();
    if (threshold == null || asked.direction().isNowhere()) {
      return new Found.Nothing();
    }
    Entry near = nearest(asked, threshold);
    if (near == null) {
      return new Found.Nothing();
    }
    Entry _ = get(near.key());
    return new Found.Kept(near.record(), Found.Likeness.SEMANTIC);
  }

  /** Counts as a use of it. */
  private synchronized @Nullable Entry get(String key) {
    return entries.get(key);
  }

  private boolean usable(Entry entry, Asked asked) {
    if (entry.expired(asked.now())) {
      expire(entry);
      return false;
    }
    return entry.fits(asked);
  }

  private @Nullable Entry nearest(Asked asked, double threshold) {
    Neighbours near = neighbours.get(asked.question().context());
    if (near == null) {
      return null;
    }
    Entry best = null;
    double most = threshold;
    for (Entry entry : near.all()) {
      double cosine = entry.direction().cosine(asked.direction());
      // Of those that are as near, the newest.
      if (cosine >= most && usable(entry, asked)) {
        best = entry;
        most = cosine;
      }
    }
    return best;
  }

  public synchronized int count() {
    return entries.size();
  }

  public synchronized long bytes() {
    return bytes;
  }
}
