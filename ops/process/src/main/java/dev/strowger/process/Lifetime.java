package dev.strowger.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one process in the order they were started; closes them in reverse, once. */
public final class Lifetime implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lifetime.class);

  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean closed;

  private record Part(String name, AutoCloseable resource) {}

  /** Takes charge of a started part and passes it on. */
  public synchronized <R extends AutoCloseable> R add(String name, R resource) {
    if (closed) {
      closePart(new Part(name, resource));
      throw new IllegalStateException("already closed; " + name + " was closed at once");
    }
    parts.push(new Part(name, resource));
    return resource;
  }

  /** Blocks until SIGTERM or SIGINT, then closes all parts before the JVM ends. */
  public void awaitShutdown() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(
                    () -> {
                      asked.countDown();
                      try {
                        done.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
    asked.await();
    try {
      close();
    } finally {
      done.countDown();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      closePart(parts.pop());
    }
  }

  private static void closePart(Part part) {
    try {
      part.resource().close();
    } catch (Exception e) {
      log.atWarn().addKeyValue("part", part.name()).setCause(e).log("part did not close cleanly");
    }
  }
}
