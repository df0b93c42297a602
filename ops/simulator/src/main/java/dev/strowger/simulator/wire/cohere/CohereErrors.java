package dev.strowger.simulator.wire.cohere;

import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;

/** Cohere's errors: a message. */
record CohereErrors() implements ErrorShape {
  @Override
  public Written write(Failure failure) {
    return failure.with("{\"message\":" + Json.quoted(failure.message()) + "}");
  }
}
