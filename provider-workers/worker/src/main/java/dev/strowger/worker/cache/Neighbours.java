package dev.strowger.worker.cache;

import java.util.Arrays;

/**
 * Answers to requests that differ in the last user message only, the oldest first. Changed under
 * its owner's lock, read without: each change makes a new array.
 */
final class Neighbours {
  /** Each search looks at all; beyond that the oldest is not found by likeness any more. */
  static final int MOST = 10_000;

  private volatile Entry[] all = {};

  Entry[] all() {
    return all;
  }

  void add(Entry entry) {
    Entry[] before = all;
    int from = Math.max(0, before.length + 1 - MOST);
    Entry[] more = Arrays.copyOfRange(before, from, before.length + 1);
    more[more.length - 1] = entry;
    all = more;
  }

  /**
   * @return whether there are none left
   */
  boolean without(Entry entry) {
    all = Arrays.stream(all).filter(other -> other != entry).toArray(Entry[]::new);
    return all.length == 0;
  }
}
