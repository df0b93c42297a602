package dev.strowger.worker.cache;

import dev.strowger.records.CacheRecord;
import java.util.Locale;

/** What a search brought. */
public sealed interface Found {
  /** How the kept request is like the one that asks. */
  enum Likeness {
    EXACT,
    SEMANTIC;

    /** As records and headers have it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Kept(CacheRecord answer, Likeness likeness) implements Found {}

  record Nothing() implements Found {}
}
