package dev.strowger.chaos;

import dev.strowger.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One process of the site; it can be ended in both ways and started again. */
final class Part implements AutoCloseable {
  private final Kind kind;
  private final ChildProcess.Spec spec;
  private @Nullable ChildProcess child;
  private volatile boolean up;
  private boolean closed;

  Part(Kind kind, ChildProcess.Spec spec) {
    this.kind = kind;
    this.spec = spec;
  }

  Kind kind() {
    return kind;
  }

  String name() {
    return spec.name();
  }

  boolean up() {
    return up;
  }

  /** Returns once it is ready. */
  synchronized void start() throws IOException, InterruptedException {
    if (!closed) {
      child = ChildProcess.start(spec);
      up = true;
    }
  }

  /** SIGKILL. */
  synchronized void kill() {
    up = false;
    if (child != null) {
      child.kill();
    }
  }

  /** SIGTERM; returns once it has ended. */
  synchronized void stop(Duration grace) {
    up = false;
    if (child != null) {
      child.stop(grace);
    }
  }

  /** Ends it for good. What it would still do is of no interest any more. */
  @Override
  public synchronized void close() {
    closed = true;
    kill();
  }
}
