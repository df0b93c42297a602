package dev.strowger.faults.provider;

import java.util.ArrayList;
import java.util.List;

/** Which calls came, and when. */
public final class CallLog {
  /** Later calls are counted no more: so many are a fault of whoever calls. */
  private static final int MOST_CALLS = 200_000;

  private final List<Call> calls = new ArrayList<>();

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
}
