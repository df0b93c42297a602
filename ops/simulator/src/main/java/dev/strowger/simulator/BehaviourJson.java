package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.simulator.Behaviour.Breaks;
import dev.strowger.simulator.Behaviour.Failures;
import dev.strowger.simulator.Behaviour.Pace;
import dev.strowger.simulator.Behaviour.Refusals;
import java.time.Duration;
import java.util.Map;

/** A behaviour as one flat JSON object of numbers. */
final class BehaviourJson {
  private BehaviourJson() {}

  static ObjectNode write(Behaviour behaviour) {
    Pace pace = behaviour.pace();
    Refusals refusals = behaviour.refusals();
    Breaks breaks = behaviour.breaks();
    return JsonNodeFactory.instance
        .objectNode()
        .put("ttft_ms", pace.firstToken().toMillis())
        .put("ttft_jitter_ms", pace.jitter().toMillis())
        .put("tokens_per_second", pace.tokensPerSecond())
        .put("error_rate", refusals.errorRate())
        .put("error_status", refusals.errorStatus())
        .put("retry_after_s", refusals.retryAfterSeconds())
        .put("filter_rate", refusals.filterRate())
        .put("refuse_prefill", refusals.refusesPrefill() ? 1 : 0)
        .put("reset_rate", breaks.resetRate())
        .put("garbage_rate", breaks.garbageRate())
        .put("cut_rate", breaks.cutRate())
        .put("cut_after_tokens", breaks.cutAfterTokens())
        .put("hang_rate", breaks.hangRate())
        .put("hang_after_tokens", breaks.hangAfterTokens())
        .put("stream_error_rate", behaviour.failures().rate())
        .put("stream_error_after_tokens", behaviour.failures().afterTokens());
  }

  /**
   * The behaviour with the members of {@code change} in place of its own.
   *
   * @throws IllegalArgumentException naming the member that cannot be used
   */
  static Behaviour merge(Behaviour behaviour, ObjectNode change) {
    ObjectNode merged = write(behaviour);
    for (Map.Entry<String, JsonNode> member : change.properties()) {
      if (!merged.has(member.getKey())) {
        throw new IllegalArgumentException(
            "unknown setting '"
                + member.getKey()
                + "'; known: down, seed, "
                + String.join(
                    ", ", write(behaviour).propertyStream().map(Map.Entry::getKey).toList()));
      }
      if (!member.getValue().isNumber()) {
        throw new IllegalArgumentException(member.getKey() + " must be a number");
      }
      merged.set(member.getKey(), member.getValue());
    }
    return read(merged);
  }

  private static Behaviour read(ObjectNode json) {
    return new Behaviour(
        new Pace(
            Duration.ofMillis(json.get("ttft_ms").asLong()),
            Duration.ofMillis(json.get("ttft_jitter_ms").asLong()),
            json.get("tokens_per_second").asInt()),
        new Refusals(
            json.get("error_rate").asDouble(),
            json.get("error_status").asInt(),
            json.get("retry_after_s").asInt(),
            json.get("filter_rate").asDouble(),
            json.get("refuse_prefill").asInt() != 0),
        new Breaks(
            json.get("reset_rate").asDouble(),
            json.get("garbage_rate").asDouble(),
            json.get("cut_rate").asDouble(),
            json.get("cut_after_tokens").asInt(),
            json.get("hang_rate").asDouble(),
            json.get("hang_after_tokens").asInt()),
        new Failures(
            json.get("stream_error_rate").asDouble(),
            json.get("stream_error_after_tokens").asInt()));
  }
}
