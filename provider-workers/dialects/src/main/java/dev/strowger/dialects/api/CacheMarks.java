package dev.strowger.dialects.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.conversation.Part;
import java.util.Optional;

/**
 * Marks of a prompt's part that is to be kept in the provider's cache: {@code cache_control}, as
 * Anthropic, OpenRouter and others have it, or OpenAI's {@code prompt_cache_breakpoint}, whose
 * times nobody else offers.
 */
public final class CacheMarks {
  private CacheMarks() {}

  /** The mark on a part, a message or a tool. */
  public static Optional<Part.CacheMark> of(JsonNode marked) {
    JsonNode control = marked.path("cache_control");
    if (control.isObject()) {
      String ttl = control.path("ttl").asText("");
      return Optional.of(new Part.CacheMark(ttl.equals("5m") || ttl.equals("1h") ? ttl : ""));
    }
    return marked.path("prompt_cache_breakpoint").isObject()
        ? Optional.of(new Part.CacheMark(""))
        : Optional.empty();
  }
}
