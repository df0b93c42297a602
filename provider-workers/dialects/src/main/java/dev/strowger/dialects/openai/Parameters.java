package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Capability;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.util.Set;

/** Which top-level parameters a provider does not take, and what becomes of them. */
final class Parameters {
  /** They change cost or speed, or label the call; no answer is another one without them. */
  private static final Set<String> HINTS =
      Set.of(
          "cache_control",
          "metadata",
          "prediction",
          "prompt_cache_key",
          "prompt_cache_retention",
          "safety_identifier",
          "service_tier",
          "user");

  /** No answer makes sense without them. */
  private static final Set<String> ESSENTIAL =
      Set.of("tools", "functions", "audio", "web_search_options");

  private final Provider provider;
  private final Abilities abilities;
  private final Api api;
  private final Losses losses;

  Parameters(Provider provider, Api api, Losses losses) {
    this.provider = provider;
    this.abilities = Abilities.of(provider);
    this.api = api;
    this.losses = losses;
  }

  /**
   * Whether a parameter must be left out; if so, it is noted as a loss, unless its value is what
   * holds without it.
   *
   * @param parser stands at the value; may be read up to its end
   */
  boolean removed(String name, JsonParser parser) throws IOException {
    if (!refused(name)) {
      return false;
    }
    if (!neutral(name, parser)) {
      lose(name);
    }
    return true;
  }

  private boolean refused(String name) {
    if (provider.traits().unsupported().contains(name)) {
      return true;
    }
    return switch (name) {
      case "cache_control" -> !provider.quirks().contains(Quirk.CACHE_MARKS);
      case "top_k" -> translated() && !provider.quirks().contains(Quirk.TOP_K);
      case "tools", "functions" -> !abilities.may(Capability.TOOLS);
      case "tool_choice", "parallel_tool_calls", "function_call" ->
          !abilities.may(Capability.TOOLS);
      case "logprobs", "top_logprobs" -> !abilities.may(Capability.LOGPROBS);
      case "reasoning_effort" -> !abilities.may(Capability.REASONING);
      default -> false;
    };
  }

  /** A client of OpenAI's API that sends {@code top_k} means this provider's extension. */
  private boolean translated() {
    return api == Api.MESSAGES || api == Api.RESPONSES;
  }

  private void lose(String name) {
    String why = provider.name() + " does not take this parameter";
    if (HINTS.contains(name)) {
      losses.hint(name);
    } else if (ESSENTIAL.contains(name)) {
      losses.refuse(name, why);
    } else if (api != Api.EMBEDDINGS || !name.equals("encoding_format")) {
      // Vectors are given in the format that was asked for, whatever the provider's is.
      losses.drop(name, why);
    }
  }

  private static boolean neutral(String name, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return true;
    }
    if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
      JsonNode value = Json.subtree(parser);
      return (value.isEmpty() && !name.equals("web_search_options"))
          || (name.equals("modalities")
              && value.size() == 1
              && value.path(0).asText().equals("text"));
    }
    return switch (name) {
      case "n", "temperature", "top_p", "best_of" -> number(parser) == 1;
      case "frequency_penalty", "presence_penalty", "top_logprobs" -> number(parser) == 0;
      case "logprobs", "store", "echo" -> token == JsonToken.VALUE_FALSE;
      case "parallel_tool_calls" -> token == JsonToken.VALUE_TRUE;
      case "tool_choice" -> text(parser).equals("auto") || text(parser).equals("none");
      case "service_tier" -> text(parser).equals("auto") || text(parser).equals("default");
      case "encoding_format" -> text(parser).equals("float");
      case "verbosity" -> text(parser).equals("medium");
      default -> false;
    };
  }

  private static double number(JsonParser parser) throws IOException {
    return parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
  }

  private static String text(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
  }
}
