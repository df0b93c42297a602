package dev.strowger.worker;

import dev.strowger.topics.KafkaAccess;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** The Kafka settings of a pool's consumer; RATIONALE.md says why they are as they are. */
record PoolConsumer(KafkaAccess kafka, String pool, Optional<String> instance, int concurrency) {
  private static final int MAX_RECORDS = 64;

  Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("client.id", "strowger-worker-" + pool);
    settings.put("group.id", "strowger-worker-" + pool);
    instance.ifPresent(name -> settings.put("group.instance.id", pool + "-" + name));
    settings.put("group.protocol", "classic");
    settings.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    settings.put("session.timeout.ms", "6000");
    settings.put("heartbeat.interval.ms", "1500");
    settings.put("isolation.level", "read_uncommitted");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("fetch.min.bytes", "1");
    settings.put("fetch.max.wait.ms", "250");
    settings.put("fetch.max.bytes", Integer.toString(16 << 20));
    settings.put("max.poll.records", Integer.toString(Math.min(MAX_RECORDS, concurrency)));
    return settings;
  }
}
