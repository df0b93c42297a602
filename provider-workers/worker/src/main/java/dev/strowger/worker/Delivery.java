package dev.strowger.worker;

import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/**
 * One delivery of a routed request: what is to be tried now.
 *
 * @param routed the record
 * @param headers of the record; those of a trace go on with what is sent
 */
record Delivery(RoutedRecord routed, Headers headers) {
  /** Begins the message of a step that was passed over without a call. */
  static final String NOT_ASKED = "not asked: ";

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

  /** Of this attempt over the whole path, from 1. */
  int number() {
    return routed.getPath().size() + 1 + beside();
  }

  /** Calls of providers so far; what was passed over is none, what runs beside this is one. */
  int calls() {
    return (int) routed.getPath().stream().filter(Delivery::asked).count() + beside();
  }

  private int beside() {
    return routed.getRival() ? 1 : 0;
  }

  static boolean asked(PathStep step) {
    return !step.getMessage().startsWith(NOT_ASKED);
  }

  boolean last() {
    return routed.getStep() == routed.getPlan().getSteps().size() - 1;
  }

  /** The same step, with this at the end of the path. */
  Delivery with(PathStep tried) {
    List<PathStep> path = new ArrayList<>(routed.getPath());
    path.add(tried);
    return new Delivery(
        new RoutedRecord(
            routed.getRequest(),
            routed.getPlan(),
            routed.getStep(),
            path,
            routed.getResume(),
            routed.getRival()),
        headers);
  }

  /** The record by which another step goes on, with this path. */
  RoutedRecord at(int step) {
    return new RoutedRecord(
        routed.getRequest(), routed.getPlan(), step, routed.getPath(), routed.getResume(), false);
  }

  static String cut(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS) + "…";
  }
}
