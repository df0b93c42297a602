package dev.strowger.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * A stream of any of the clients' APIs, put together again.
 *
 * @param finish what it says of its end; empty if it says nothing
 * @param outputTokens 0 if it does not say
 */
record Streamed(String text, String arguments, String finish, int outputTokens) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Streamed of(String body) throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    String finish = "";
    int tokens = 0;
    for (SseEvent event : SseEvent.all(body)) {
      if (event.data().equals("[DONE]")) {
        continue;
      }
      JsonNode data = JSON.readTree(event.data());
      boolean ofArguments = event.name().contains("arguments");
      text.append(data.at("/choices/0/delta/content").asText(""))
          .append(data.at("/choices/0/text").asText(""))
          .append(data.at("/delta/text").asText(""))
          .append(
              ofArguments || !data.path("delta").isTextual() ? "" : data.path("delta").asText());
      arguments
          .append(data.at("/choices/0/delta/tool_calls/0/function/arguments").asText(""))
          .append(data.at("/delta/partial_json").asText(""))
          .append(ofArguments ? data.path("delta").asText("") : "");
      for (String why :
          new String[] {"/choices/0/finish_reason", "/delta/stop_reason", "/response/status"}) {
        if (data.at(why).isTextual()) {
          finish = data.at(why).asText();
        }
      }
      for (String usage :
          new String[] {
            "/usage/completion_tokens", "/usage/output_tokens", "/response/usage/output_tokens"
          }) {
        tokens = Math.max(tokens, data.at(usage).asInt());
      }
    }
    return new Streamed(text.toString(), arguments.toString(), finish, tokens);
  }
}
