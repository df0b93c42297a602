package dev.strowger.bench;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** A topology that hands each record on, with nothing decided and nothing kept. */
final class ForwardingTopology {
  private ForwardingTopology() {}

  static Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(
            BarePipeline.REQUESTS,
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("requests"))
        .to(
            BarePipeline.ROUTED,
            Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("routed"));
    return builder.build();
  }

  static KafkaStreams streams(String bootstrapServers, Path state) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-forward");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    config.put(StreamsConfig.producerPrefix("acks"), "all");
    // Streams' own default waits 100 ms for a batch to fill.
    config.put(StreamsConfig.producerPrefix("linger.ms"), "0");
    config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    return new KafkaStreams(build(), config);
  }
}
