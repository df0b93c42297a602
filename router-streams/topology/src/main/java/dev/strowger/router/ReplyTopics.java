package dev.strowger.router;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a topic of replies exists. Asks the brokers, and keeps the answer for a few seconds. Only
 * refusals and expiries ask; both are rare.
 */
final class ReplyTopics implements Predicate<String>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReplyTopics.class);
  private static final Duration KEPT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int MOST_KEPT = 1000;

  private final Admin admin;
  private final Clock clock;
  private final Map<String, Known> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private record Known(boolean exists, long untilMs) {}

  ReplyTopics(Map<String, Object> kafka, Clock clock) {
    this.admin = Admin.create(kafka);
    this.clock = clock;
  }

  @Override
  public synchronized boolean test(String topic) {
    long now = clock.millis();
    Known answer = known.get(topic);
    if (answer == null || answer.untilMs() < now) {
      answer = new Known(ask(topic), now + KEPT.toMillis());
      known.put(topic, answer);
    }
    return answer.exists();
  }

  private boolean ask(String topic) {
    try {
      admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn().addKeyValue("topic", topic).setCause(e).log("replies topic cannot be used");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    admin.close(TIMEOUT);
  }
}
