package dev.strowger.simulator.wire.ollama;

import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;

/** Ollama's errors: a text. */
record OllamaErrors() implements ErrorShape {
  @Override
  public Written write(Failure failure) {
    return failure.with("{\"error\":" + Json.quoted(failure.message()) + "}");
  }
}
