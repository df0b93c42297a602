package dev.strowger.worker;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits of real time. As many as there are requests under way, which is bounded elsewhere. */
final class TimedRest implements Rest {
  private final Set<CountDownLatch> resting = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  @Override
  public End rest(Duration wait, CancelToken token) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    resting.add(over);
    try {
      token.onCancel(over::countDown);
      if (!stopped) {
        boolean _ = over.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      token.onCancel(() -> {});
      resting.remove(over);
    }
    if (token.cancelled()) {
      return End.CANCELLED;
    }
    return stopped ? End.STOPPED : End.OVER;
  }

  @Override
  public void stop() {
    stopped = true;
    resting.forEach(CountDownLatch::countDown);
  }
}
