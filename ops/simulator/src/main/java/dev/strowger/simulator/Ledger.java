package dev.strowger.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.simulator.wire.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a provider would put on its bill: one line for each chat call that reached a model, with the
 * caller's own id of the request, so that whoever keeps books of his own can compare them.
 */
final class Ledger {
  /** The header in which callers name their request. */
  static final String REQUEST_ID = "x-client-request-id";

  /** Older calls are forgotten, in the sums too. */
  static final int MOST_CALLS = 200_000;

  private static final int MOST_DUPLICATES_LISTED = 1_000;

  /**
   * @param requestId as the caller named it; empty if it did not
   * @param completed the whole answer was sent, and is to be paid for; else the call was broken off
   */
  record Call(
      String requestId,
      String model,
      boolean completed,
      int inputTokens,
      int outputTokens,
      long startedMs,
      long endedMs) {}

  private final Deque<Call> calls = new ArrayDeque<>();

  synchronized void add(Call call) {
    if (calls.size() == MOST_CALLS) {
      calls.removeFirst();
    }
    calls.addLast(call);
  }

  synchronized void clear() {
    calls.clear();
  }

  /**
   * @param lines whether each call is listed
   */
  synchronized ObjectNode json(boolean lines) {
    Map<String, Sum> models = new TreeMap<>();
    Sum all = new Sum();
    Map<String, Integer> times = new HashMap<>();
    for (Call call : calls) {
      all.add(call);
      models.computeIfAbsent(call.model(), _ -> new Sum()).add(call);
      if (call.completed() && !call.requestId().isEmpty()) {
        times.merge(call.requestId(), 1, Integer::sum);
      }
    }
    ObjectNode json = all.json();
    ObjectNode byModel = json.putObject("models");
    models.forEach((model, sum) -> byModel.set(model, sum.json()));
    times.values().removeIf(count -> count == 1);
    json.put("duplicates", times.values().stream().mapToInt(count -> count - 1).sum());
    ObjectNode duplicated = json.putObject("duplicated");
    times.entrySet().stream()
        .limit(MOST_DUPLICATES_LISTED)
        .forEach(e -> duplicated.put(e.getKey(), e.getValue()));
    if (lines) {
      list(json.putArray("calls"));
    }
    return json;
  }

  private void list(ArrayNode list) {
    for (Call call : calls) {
      list.addObject()
          .put("request_id", call.requestId())
          .put("model", call.model())
          .put("completed", call.completed())
          .put("input_tokens", call.inputTokens())
          .put("output_tokens", call.outputTokens())
          .put("started_ms", call.startedMs())
          .put("ended_ms", call.endedMs());
    }
  }

  private static final class Sum {
    private long completed;
    private long aborted;
    private long inputTokens;
    private long outputTokens;

    void add(Call call) {
      if (call.completed()) {
        completed++;
        inputTokens += call.inputTokens();
        outputTokens += call.outputTokens();
      } else {
        aborted++;
      }
    }

    ObjectNode json() {
      return Json.MAPPER
          .createObjectNode()
          .put("completed", completed)
          .put("aborted", aborted)
          .put("input_tokens", inputTokens)
          .put("output_tokens", outputTokens);
    }
  }
}
