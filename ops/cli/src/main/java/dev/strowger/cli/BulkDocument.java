package dev.strowger.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A link as OpenSearch and Elasticsearch take it by {@code _bulk}. Fields have the names of ECS and
 * of OpenTelemetry's GenAI conventions where those have one, else {@code strowger.*}. The action is
 * {@code create}: what is indexed is never replaced.
 *
 * @param action the first line
 * @param source the second
 */
@SuppressWarnings("ArrayRecordComponent") // Written at once, never compared.
record BulkDocument(byte[] action, byte[] source) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy.MM", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * @param link a line of an export; what is at its default is not in it
   */
  static BulkDocument of(JsonNode link) {
    Instant at = Instant.ofEpochMilli(link.path("at").asLong());
    String tenant = link.path("tenant").asText();
    ObjectNode action = JSON.createObjectNode();
    action
        .putObject("create")
        .put("_index", "strowger-audit-" + MONTH.format(at))
        .put("_id", tenant + "-" + link.path("sequence").asLong());
    ObjectNode source = JSON.createObjectNode();
    source.put("@timestamp", at.toString());
    source.put("organization.id", tenant);
    source.put("strowger.audit.sequence", link.path("sequence").asLong());
    source.put("strowger.audit.previous", link.path("previous").asText());
    source.put("strowger.audit.hash", link.path("hash").asText());
    link.path("entry")
        .properties()
        .forEach(
            entry -> {
              source.put("strowger.audit.entry", entry.getKey());
              switch (entry.getKey()) {
                case "AuditedRequest" -> request(entry.getValue(), source);
                case "AuditedAction" -> action(entry.getValue(), source);
                default -> source.set("strowger.audit.checkpoint", entry.getValue());
              }
            });
    return new BulkDocument(bytes(action), bytes(source));
  }

  private static void request(JsonNode request, ObjectNode source) {
    String outcome = request.path("outcome").asText();
    source.put("event.kind", "event");
    source.put("event.category", "api");
    source.put("event.action", request.path("operation").asText());
    source.put(
        "event.outcome",
        switch (outcome) {
          case "ANSWERED" -> "success";
          case "FAILED", "REFUSED" -> "failure";
          default -> "unknown";
        });
    source.put("event.start", Instant.ofEpochMilli(request.path("receivedAt").asLong()).toString());
    source.put("event.duration", request.path("totalUs").asLong() * 1000);
    source.put("http.request.id", request.path("requestId").asText());
    source.put("user.id", request.path("user").asText());
    source.put("user.group.name", request.path("team").asText());
    source.put("gen_ai.operation.name", request.path("operation").asText());
    source.put("gen_ai.provider.name", request.path("provider").asText());
    source.put("gen_ai.request.model", request.path("requestedModel").asText());
    source.put("gen_ai.response.model", request.path("model").asText());
    JsonNode usage = request.path("usage");
    source.put("gen_ai.usage.input_tokens", usage.path("inputTokens").asLong());
    source.put("gen_ai.usage.output_tokens", usage.path("outputTokens").asLong());
    source.put("strowger.credential_id", request.path("credentialId").asText());
    source.put("strowger.route", request.path("route").asText());
    source.put("strowger.policy_version", request.path("policyVersion").asText());
    source.put("strowger.decision_hash", request.path("decisionHash").asText());
    source.put("strowger.outcome", outcome.toLowerCase(Locale.ROOT));
    source.put("error.type", request.path("failure").asText());
    source.put("strowger.attempts", request.path("attempts").asLong());
    source.put("strowger.cost_micros", request.path("costMicros").asLong());
    source.put("strowger.currency", request.path("currency").asText("USD"));
    source.put("strowger.prompt_hash", request.path("promptHash").asText());
    source.put("strowger.answer_hash", request.path("answerHash").asText());
    source.put("strowger.cache", request.path("cache").asText());
    copy(request, "tags", source, "labels");
    copy(request, "findings", source, "strowger.findings");
    copy(request, "redactions", source, "strowger.redactions");
    copy(request, "path", source, "strowger.path");
  }

  private static void action(JsonNode action, ObjectNode source) {
    source.put("event.kind", "event");
    source.put("event.category", "configuration");
    source.put("event.action", action.path("action").asText());
    source.put(
        "event.outcome", action.path("result").asText("ok").equals("ok") ? "success" : "failure");
    source.put("event.id", action.path("actionId").asText());
    source.put("user.id", action.path("operatorId").asText());
    source.put("user.name", action.path("operator").asText());
    source.put("user.roles", action.path("role").asText());
    source.put("source.address", action.path("address").asText());
    source.put("strowger.target", action.path("target").asText());
    source.put("strowger.result", action.path("result").asText("ok"));
    copy(action, "details", source, "strowger.details");
  }

  private static void copy(JsonNode from, String key, ObjectNode to, String name) {
    if (from.has(key)) {
      to.set(name, from.get(key));
    }
  }

  private static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that cannot be written", e);
    }
  }
}
