package dev.strowger.ingress;

import dev.strowger.records.ReplyRecord;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process's own replies topic, which goes with it. */
record RepliesTopic(KafkaAccess kafka, Topic<ReplyRecord> topic, Pending pending, Clock clock) {
  private static final Logger log = LoggerFactory.getLogger(RepliesTopic.class);
  private static final Duration DELETE = Duration.ofSeconds(5);

  /** A topic that is written to after it was deleted holds up its writers, so only when sure. */
  void delete() throws InterruptedException, TimeoutException {
    if (pending.lateRepliesPossible(clock.instant())) {
      log.atInfo().addKeyValue("topic", topic.name()).log("late replies possible, topic stays");
      return;
    }
    try (Admin admin = Admin.create(kafka.clients())) {
      admin.deleteTopics(List.of(topic.name())).all().get(DELETE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      log.atWarn().addKeyValue("topic", topic.name()).log("replies topic was not deleted");
    }
  }
}
