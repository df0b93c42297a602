package dev.strowger.console.audit;

import dev.strowger.audit.Head;
import dev.strowger.console.log.OffsetRange;
import dev.strowger.console.log.PartitionCursor;
import dev.strowger.records.AuditHead;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The last link of each chain, as the router knows it: an end that was cut off is missed so. */
final class KnownHeads {
  private static final String STORE = "audit-heads";

  private final KafkaAccess kafka;
  private final Topic<AuditHead> changelog;

  /**
   * @param routerGroup the router's application id
   */
  KnownHeads(KafkaAccess kafka, String routerGroup) {
    this.kafka = kafka;
    this.changelog =
        new Topic<>(
            routerGroup + "-" + STORE + "-changelog",
            AuditHead.class,
            Topic.Key.TENANT,
            Topics.EVENTS.partitions(),
            new Topic.Retention.Compacted(),
            false);
  }

  /** Empty if no router of that group has ever run. */
  Map<String, Head> read() throws IOException {
    Map<String, Head> heads = new HashMap<>();
    for (Map.Entry<Integer, OffsetRange> part :
        OffsetRange.between(kafka, changelog, Instant.EPOCH, OffsetRange.LATEST).entrySet()) {
      try (PartitionCursor<AuditHead> cursor =
          new PartitionCursor<>(kafka, changelog, part.getKey(), part.getValue())) {
        AuditHead head = cursor.next();
        while (head != null) {
          heads.put(
              new String(cursor.key(), StandardCharsets.UTF_8),
              new Head(head.getSequence(), head.getHash()));
          head = cursor.next();
        }
      }
    }
    return heads;
  }
}
