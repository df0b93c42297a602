package dev.strowger.router;

import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates topics and does not give up: a policy must not be lost because the brokers could not be
 * reached when it was published. Ends without them only when closed.
 */
final class PersistentTopics implements Consumer<Collection<Topic<?>>>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PersistentTopics.class);

  private final TopicAdmin admin;
  private final CountDownLatch closed = new CountDownLatch(1);

  PersistentTopics(TopicAdmin admin) {
    this.admin = admin;
  }

  @Override
  public void accept(Collection<Topic<?>> topics) {
    for (int failures = 1; ; failures++) {
      try {
        admin.ensure(topics);
        return;
      } catch (IllegalStateException e) {
        Duration pause = Patience.after(failures);
        log.atWarn()
            .addKeyValue("topics", topics.stream().map(Topic::name).toList())
            .addKeyValue("pause", pause)
            .setCause(e)
            .log("topics could not be created, trying again");
        if (isClosedWithin(pause)) {
          throw e;
        }
      }
    }
  }

  private boolean isClosedWithin(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
