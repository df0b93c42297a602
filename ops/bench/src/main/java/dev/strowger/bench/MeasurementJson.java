package dev.strowger.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.bench.Measurement.Latency;

/** A measurement as JSON; latencies in microseconds. */
final class MeasurementJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MeasurementJson() {}

  static ObjectNode write(Measurement measurement) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("rate_per_second", measurement.schedule().perSecond())
            .put("sent", measurement.schedule().count())
            .put("good", measurement.good())
            .put("bad", measurement.bad())
            .put("done_per_second", measurement.throughput());
    json.set("latency_us", write(measurement.latency()));
    json.set("first_us", write(measurement.firstLatency()));
    json.set("served", MAPPER.valueToTree(measurement.served()));
    json.set("problems", MAPPER.valueToTree(measurement.problems()));
    return json;
  }

  private static ObjectNode write(Latency latency) {
    return MAPPER
        .createObjectNode()
        .put("p50", latency.p50())
        .put("p95", latency.p95())
        .put("p99", latency.p99())
        .put("max", latency.max());
  }
}
