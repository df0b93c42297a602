package dev.strowger.worker.gates;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;

/**
 * What one validation goes through, broken off when it takes too many steps: thirty definitions of
 * which each refers to the next one twice are a billion, whatever the answer. Used by one thread.
 */
final class BoundedWork extends ExecutionContext {
  /** A second or two; an answer of 100 KB takes some ten thousand. */
  static final int MOST_STEPS = 200_000;

  private int steps;

  BoundedWork() {
    setFailFast(true);
  }

  /** The library asks at each schema that it applies to a value. */
  @Override
  public ExecutionConfig getExecutionConfig() {
    steps++;
    if (steps > MOST_STEPS) {
      throw new IllegalStateException("more than " + MOST_STEPS + " steps");
    }
    return super.getExecutionConfig();
  }
}
