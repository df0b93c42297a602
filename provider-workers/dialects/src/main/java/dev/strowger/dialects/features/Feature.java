package dev.strowger.dialects.features;

import dev.strowger.dialects.Api;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Something a client may ask for, with the smallest request that asks for it.
 *
 * @param name a few words
 * @param api which API the request is of
 * @param stream whether it asks for a stream
 * @param body the request's JSON
 */
public record Feature(String name, Api api, boolean stream, String body) {
  private static final String TOOL =
      "{\"type\":\"function\",\"function\":{\"name\":\"t\",\"description\":\"d\",\"parameters\":"
          + "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},"
          + "\"required\":[\"a\"],\"additionalProperties\":false}}}";
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],"
          + "\"additionalProperties\":false}";
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  /** All that the table shows, in its order. */
  public static final List<Feature> ALL =
      List.of(
          chat("chat", user("\"hello\""), ""),
          new Feature(
              "chat, streamed",
              Api.CHAT_COMPLETIONS,
              true,
              body(
                  user("\"hello\""),
                  ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")),
          chat(
              "system and developer roles",
              "{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"developer\",\"content\":\"d\"},"
                  + user("\"hello\""),
              ""),
          chat(
              "image by URL",
              user(part("image_url", "{\"url\":\"https://example.org/a.png\"}")),
              ""),
          chat(
              "image inline",
              user(part("image_url", "{\"url\":\"data:image/png;base64," + PNG + "\"}")),
              ""),
          chat(
              "audio", user(part("input_audio", "{\"format\":\"wav\",\"data\":\"UklGRg==\"}")), ""),
          chat(
              "PDF file",
              user(
                  part(
                      "file",
                      "{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,JVBERi0=\"}")),
              ""),
          chat("tools", user("\"hello\""), ",\"tools\":[" + TOOL + "]"),
          chat("tool_choice required", user("\"hello\""), tools("\"required\"")),
          chat("tool_choice none", user("\"hello\""), tools("\"none\"")),
          chat(
              "tool_choice by name",
              user("\"hello\""),
              tools("{\"type\":\"function\",\"function\":{\"name\":\"t\"}}")),
          chat(
              "parallel_tool_calls false",
              user("\"hello\""),
              tools("\"auto\"") + ",\"parallel_tool_calls\":false"),
          chat(
              "tool results",
              user("\"hello\"")
                  + ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
                  + "\"function\":{\"name\":\"t\",\"arguments\":\"{\\\"a\\\":\\\"b\\\"}\"}}]},"
                  + "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"done\"}",
              ",\"tools\":[" + TOOL + "]"),
          chat(
              "json_schema",
              user("\"hello\""),
              ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
                  + "\"strict\":true,\"schema\":"
                  + SCHEMA
                  + "}}"),
          chat("json_object", user("\"JSON\""), ",\"response_format\":{\"type\":\"json_object\"}"),
          chat("max_completion_tokens", user("\"hello\""), ",\"max_completion_tokens\":9"),
          chat("temperature, top_p", user("\"hello\""), ",\"temperature\":0.5,\"top_p\":0.9"),
          chat("stop", user("\"hello\""), ",\"stop\":[\"END\"]"),
          chat("seed", user("\"hello\""), ",\"seed\":7"),
          chat(
              "penalties",
              user("\"hello\""),
              ",\"frequency_penalty\":0.5,\"presence_penalty\":0.5"),
          chat("logprobs", user("\"hello\""), ",\"logprobs\":true,\"top_logprobs\":2"),
          chat("n", user("\"hello\""), ",\"n\":2"),
          chat("logit_bias", user("\"hello\""), ",\"logit_bias\":{\"50256\":-100}"),
          chat("reasoning_effort", user("\"hello\""), ",\"reasoning_effort\":\"low\""),
          chat(
              "prompt cache marks",
              user(
                  "[{\"type\":\"text\",\"text\":\"h\",\"cache_control\":{\"type\":\"ephemeral\"}}]"),
              ""),
          new Feature(
              "/v1/completions", Api.COMPLETIONS, false, "{\"model\":\"m\",\"prompt\":\"p\"}"),
          new Feature("/v1/embeddings", Api.EMBEDDINGS, false, "{\"model\":\"m\",\"input\":\"p\"}"),
          new Feature("/v1/responses", Api.RESPONSES, false, "{\"model\":\"m\",\"input\":\"p\"}"),
          new Feature(
              "/v1/messages",
              Api.MESSAGES,
              false,
              "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + user("\"hello\"") + "]}"),
          new Feature(
              "/v1/messages/count_tokens",
              Api.COUNT_TOKENS,
              false,
              "{\"model\":\"m\",\"messages\":[" + user("\"hello\"") + "]}"));

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static Feature chat(String name, String messages, String rest) {
    return new Feature(name, Api.CHAT_COMPLETIONS, false, body(messages, rest));
  }

  private static String body(String messages, String rest) {
    return "{\"model\":\"m\",\"messages\":[" + messages + "]" + rest + "}";
  }

  private static String user(String content) {
    return "{\"role\":\"user\",\"content\":" + content + "}";
  }

  private static String part(String type, String value) {
    return "[{\"type\":\"text\",\"text\":\"h\"},{\"type\":\""
        + type
        + "\",\""
        + type
        + "\":"
        + value
        + "}]";
  }

  private static String tools(String choice) {
    return ",\"tools\":[" + TOOL + "],\"tool_choice\":" + choice;
  }
}
