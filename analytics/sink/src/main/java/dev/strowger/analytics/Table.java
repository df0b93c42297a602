package dev.strowger.analytics;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table the sink writes, and its columns in the order of a {@link Row}'s values. */
enum Table {
  REQUESTS(
      "requests",
      "request_id",
      "tenant",
      "credential_id",
      "team",
      "user",
      "tags",
      "operation",
      "requested_model",
      "route",
      "policy_version",
      "experiment",
      "arm",
      "provider",
      "model",
      "outcome",
      "failure",
      "message",
      "finish_reason",
      "stream",
      "simulated",
      "attempts",
      "path",
      "rescues",
      "escalations",
      "cache",
      "input_tokens",
      "output_tokens",
      "cached_input_tokens",
      "cache_write_tokens",
      "reasoning_tokens",
      "image_tokens",
      "audio_input_tokens",
      "audio_output_tokens",
      "cache_write_long_tokens",
      "usage_estimated",
      "cost_micros",
      "saved_micros",
      "currency",
      "first_token_us",
      "provider_us",
      "overhead_us",
      "total_us",
      "findings",
      "redactions",
      "at"),
  ATTEMPTS(
      "attempts",
      "event_id",
      "request_id",
      "tenant",
      "credential_id",
      "team",
      "user",
      "tags",
      "operation",
      "requested_model",
      "route",
      "policy_version",
      "experiment",
      "arm",
      "number",
      "provider",
      "model",
      "result",
      "http_status",
      "message",
      "stream",
      "simulated",
      "priced",
      "input_tokens",
      "output_tokens",
      "cached_input_tokens",
      "cache_write_tokens",
      "reasoning_tokens",
      "image_tokens",
      "audio_input_tokens",
      "audio_output_tokens",
      "cache_write_long_tokens",
      "usage_estimated",
      "cost_micros",
      "currency",
      "first_token_us",
      "latency_us",
      "started_at",
      "at"),
  DECISIONS(
      "decisions",
      "request_id",
      "tenant",
      "requested_model",
      "route",
      "policy_version",
      "refusal",
      "candidates.provider",
      "candidates.model",
      "candidates.weight",
      "candidates.position",
      "candidates.reason",
      "candidates.scores",
      "team",
      "credential_id",
      "operation",
      "api",
      "stream",
      "strategy",
      "experiment",
      "arm",
      "rules",
      "shadows",
      "tags",
      "needs",
      "prompt_tokens",
      "language",
      "intents",
      "complexity",
      "classifier",
      "declared_class",
      "detected",
      "detected_classes",
      "at"),
  SHADOW_RESULTS(
      "shadow_results",
      "request_id",
      "tenant",
      "credential_id",
      "team",
      "shadow",
      "route",
      "policy_version",
      "provider",
      "model",
      "result",
      "message",
      "simulated",
      "priced",
      "input_tokens",
      "output_tokens",
      "cached_input_tokens",
      "cache_write_tokens",
      "reasoning_tokens",
      "image_tokens",
      "audio_input_tokens",
      "audio_output_tokens",
      "cache_write_long_tokens",
      "usage_estimated",
      "cost_micros",
      "currency",
      "first_token_us",
      "latency_us",
      "at"),
  PRICES(
      "prices",
      "policy_version",
      "model",
      "currency",
      "input_micros_per_million",
      "output_micros_per_million",
      "cached_input_micros_per_million",
      "cache_write_micros_per_million",
      "cache_write_long_micros_per_million",
      "image_micros_per_million",
      "audio_input_micros_per_million",
      "audio_output_micros_per_million",
      "reasoning_micros_per_million",
      "call_micros",
      "at"),
  LIMIT_ALERTS(
      "limit_alerts",
      "tenant",
      "scope",
      "name",
      "limit_name",
      "allowed",
      "used",
      "percent",
      "hard",
      "at");

  private final String name;
  private final String columns;
  private final int width;

  Table(String name, String... columns) {
    this.name = name;
    this.columns = Stream.of(columns).collect(Collectors.joining("`, `", " (`", "`)"));
    this.width = columns.length;
  }

  String tableName() {
    return name;
  }

  int width() {
    return width;
  }

  /**
   * @param token of the batch; the table and its views take rows under one token once
   */
  String insertSql(String token) {
    return "INSERT INTO "
        + name
        + columns
        + " SETTINGS insert_deduplicate = 1, insert_deduplication_token = '"
        + token
        + "', deduplicate_blocks_in_dependent_materialized_views = 1, async_insert = 0 VALUES ("
        + "?, ".repeat(width - 1)
        + "?)";
  }
}
