package dev.strowger.faults.provider;

import java.io.IOException;

/** What a model of the provider does with a call. Called by many threads at once. */
@FunctionalInterface
public interface Reaction {
  /**
   * @throws IOException if the caller went away
   */
  void answer(Exchange exchange) throws IOException, InterruptedException;
}
