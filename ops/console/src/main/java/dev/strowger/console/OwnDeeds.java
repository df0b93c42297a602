package dev.strowger.console;

import java.util.Map;

/** Records what the console changes of itself, without anybody's call. */
interface OwnDeeds {
  /** What is done. */
  interface Work {
    void run() throws InterruptedException;
  }

  /**
   * Does it, between two records of it.
   *
   * @throws Refusal (503) if it cannot be recorded, and then it is not done
   */
  void record(String action, String target, Map<String, String> details, Work work)
      throws InterruptedException;
}
