package dev.strowger.chaos;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Whether every copy of every partition is up to date, so that a broker may go away. */
final class Replicas implements AutoCloseable {
  private static final long TIMEOUT_S = 5;

  private final Admin admin;

  Replicas(Map<String, Object> kafka) {
    this.admin = Admin.create(kafka);
  }

  boolean whole() {
    try {
      var names =
          admin
              .listTopics(new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true))
              .names()
              .get(TIMEOUT_S, TimeUnit.SECONDS);
      return admin
          .describeTopics(names)
          .allTopicNames()
          .get(TIMEOUT_S, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(topic -> topic.partitions().stream())
          .allMatch(p -> p.isr().size() == p.replicas().size());
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
