package dev.strowger.dialects.api.messages;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Calls that began while another one was still being written: Anthropic's blocks come one after the
 * other, while other providers may send the arguments of parallel calls in turns.
 */
final class WaitingCalls {
  /** Characters of arguments that wait at most. */
  static final int MAX_CHARS = 8 << 20;

  /** Calls that wait at most. */
  static final int MAX_CALLS = 1_024;

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int chars;

  /** One call, and what came of its arguments. */
  record Waiting(int call, String id, String name, StringBuilder arguments) {}

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether there was room. */
  boolean add(int call, String id, String name) {
    if (waiting.size() >= MAX_CALLS) {
      return false;
    }
    waiting.add(new Waiting(call, id, name, new StringBuilder()));
    return true;
  }

  /** Whether the call waits here. */
  boolean holds(int call) {
    return find(call).isPresent();
  }

  /** Whether there was room. */
  boolean append(int call, String fragment) {
    if (fragment.length() > MAX_CHARS - chars) {
      return false;
    }
    chars += fragment.length();
    find(call).orElseThrow().arguments.append(fragment);
    return true;
  }

  /** The call whose turn it is. */
  Waiting next() {
    Waiting next = waiting.remove();
    chars -= next.arguments.length();
    return next;
  }

  private Optional<Waiting> find(int call) {
    return waiting.stream().filter(one -> one.call == call).findFirst();
  }
}
