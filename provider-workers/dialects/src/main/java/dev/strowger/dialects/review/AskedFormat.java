package dev.strowger.dialects.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.json.Json;

/** What form of answer a client asks for. */
public sealed interface AskedFormat {
  record Text() implements AskedFormat {}

  /** Any JSON object. */
  record AnyJson() implements AskedFormat {}

  /**
   * @param schema JSON Schema as the client sent it
   */
  record Schema(JsonNode schema) implements AskedFormat {}

  /**
   * @param body the client's
   */
  static AskedFormat of(Api api, byte[] body) {
    JsonNode request = Json.read(body).orElseGet(Json::missing);
    return switch (api) {
      case CHAT_COMPLETIONS -> of(request.path("response_format"), "json_schema");
      case RESPONSES -> of(request.path("text").path("format"), "");
      case MESSAGES -> {
        JsonNode older = request.path("output_format");
        yield of(older.isObject() ? older : request.path("output_config").path("format"), "");
      }
      case COMPLETIONS, EMBEDDINGS, COUNT_TOKENS -> new Text();
    };
  }

  /**
   * @param within the field around the schema; empty if there is none
   */
  private static AskedFormat of(JsonNode format, String within) {
    return switch (format.path("type").asText("")) {
      case "json_object" -> new AnyJson();
      case "json_schema" -> {
        JsonNode schema = (within.isEmpty() ? format : format.path(within)).path("schema");
        yield schema.isObject() ? new Schema(schema) : new AnyJson();
      }
      default -> new Text();
    };
  }
}
