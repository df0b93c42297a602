package dev.strowger.router;

import dev.strowger.records.RoutedRecord;
import dev.strowger.records.ShadowRecord;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topics;
import java.util.function.Function;

/**
 * Records with bodies as bytes, so that their size is known before they are sent.
 *
 * @param maxRecordBytes a longer one would not be taken by its topic
 */
record Encoders(
    Function<RoutedRecord, byte[]> routed,
    Function<ShadowRecord, byte[]> shadow,
    int maxRecordBytes) {
  static Encoders of(RecordSerdes serdes, int maxRecordBytes) {
    String anyPool = Topics.routed("any").name();
    var routed = serdes.serializer(Topics.routed("any"));
    var shadow = serdes.serializer(Topics.SHADOW);
    return new Encoders(
        record -> routed.serialize(anyPool, record),
        record -> shadow.serialize(Topics.SHADOW.name(), record),
        maxRecordBytes);
  }
}
