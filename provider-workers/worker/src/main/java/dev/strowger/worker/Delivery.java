package dev.strowger.worker;

import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Usage;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of a routed request: what is to be tried now.
 *
 * @param routed the record
 * @param headers of the record; those of a trace go on with what is sent
 */
record Delivery(RoutedRecord routed, Headers headers) {
  private static final int MAX_MESSAGE_CHARS = 500;

  Delivery {
    int steps = routed.getPlan().getSteps().size();
    if (routed.getStep() < 0 || routed.getStep() >= steps) {
      throw new IllegalArgumentException(
          "step " + routed.getStep() + " of a plan of " + steps + " steps");
    }
  }

  RequestRecord request() {
    return routed.getRequest();
  }

  String requestId() {
    return routed.getRequest().getRequestId();
  }

  PlanStep step() {
    return routed.getPlan().getSteps().get(routed.getStep());
  }

  /** Whether the client may ask for the answer again, by its Idempotency-Key. */
  boolean keyed() {
    return request().getIdempotencyKey() != null;
  }

  /** Of this attempt over the whole path, from 1. */
  int number() {
    return routed.getPath().size() + 1;
  }

  boolean last() {
    return routed.getStep() == routed.getPlan().getSteps().size() - 1;
  }

  /** The path with this attempt at its end. */
  List<PathStep> pathWith(
      String result, String message, long latencyUs, @Nullable Usage usage, long costMicros) {
    List<PathStep> path = new ArrayList<>(routed.getPath());
    path.add(
        new PathStep(
            step().getProvider(),
            step().getModel(),
            result,
            cut(message),
            latencyUs,
            usage,
            costMicros));
    return path;
  }

  static String cut(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS) + "…";
  }
}
