package dev.strowger.faults.provider;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Which calls came, and when. */
public final class CallLog {
  /** Later calls are counted no more: so many are a fault of whoever calls. */
  private static final int MOST_CALLS = 200_000;

  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Long> ends = new HashMap<>();

  /**
   * @param provider first segment of the path
   * @param model as the body names it; empty for what was no request
   * @param atNanos {@link System#nanoTime} when it had been read
   */
  public record Call(String provider, String model, long atNanos) {}

  /** Returns which call of this model it is, from 1. */
  synchronized int note(Call call) {
    if (calls.size() < MOST_CALLS) {
      calls.add(call);
    }
    return of(call.provider(), call.model()).size();
  }

  /** Calls of one target, the first one first. */
  public synchronized List<Call> of(String provider, String model) {
    return calls.stream()
        .filter(call -> call.provider().equals(provider) && call.model().equals(model))
        .toList();
  }

  /** The last byte of an answer was written. */
  synchronized void ended(String provider, String model, long atNanos) {
    ends.put(provider + "/" + model, atNanos);
  }

  /** {@link System#nanoTime} at the last byte of this target's last answer. */
  public synchronized OptionalLong lastEnd(String provider, String model) {
    Long at = ends.get(provider + "/" + model);
    return at == null ? OptionalLong.empty() : OptionalLong.of(at);
  }
}
