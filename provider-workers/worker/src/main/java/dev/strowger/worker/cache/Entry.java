package dev.strowger.worker.cache;

import dev.strowger.records.CacheRecord;
import dev.strowger.records.CacheTerms;
import java.time.Instant;

/** One kept answer in memory. Equal to itself only. */
final class Entry {
  /** Names, keys and objects of one entry, roughly. */
  private static final int OVERHEAD_BYTES = 1024;

  private final String key;
  private final CacheRecord record;
  private final Direction direction;

  Entry(String key, CacheRecord record) {
    this.key = key;
    this.record = record;
    this.direction = Direction.of(record.getEmbedding());
  }

  String key() {
    return key;
  }

  CacheRecord record() {
    return record;
  }

  /** Of its prompt. */
  Direction direction() {
    return direction;
  }

  long bytes() {
    // The embedding is there twice: as it came in bytes, and as it is compared in ints.
    return record.getBody().remaining()
        + (1L + Integer.BYTES) * direction.values().length
        + OVERHEAD_BYTES;
  }

  boolean expired(Instant now) {
    return !now.isBefore(record.getExpiresAt());
  }

  /** Whether it may be given, apart from its age. */
  boolean fits(Asked asked) {
    CacheTerms terms = asked.terms();
    return record.getTenant().equals(asked.tenant())
        && record.getSpace().equals(terms.getSpace())
        && record.getApi().equals(asked.api())
        && record.getEvents() == asked.stream()
        && terms.getAllowed().contains(record.getProvider() + "/" + record.getModel());
  }
}
