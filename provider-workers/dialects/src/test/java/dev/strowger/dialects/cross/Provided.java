package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.WireCalls;
import dev.strowger.dialects.bedrock.EventStreamText;
import dev.strowger.dialects.cross.Seen.Called;
import dev.strowger.dialects.cross.Seen.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The same answers in the words of every family, whole and streamed. In the texts here {@code '}
 * stands for a double quote.
 *
 * @param model one of the family's that thinks
 * @param events of the stream
 */
record Provided(Family family, String model, String body, List<String> events, Seen seen) {
  private static final String THOUGHT = "Wäge ab 🌦.";
  private static final String TEXT = "Grüße aus Ålesund 🌦!";
  private static final String OSLO = "{\"city\":\"Oslo\",\"min\":0.5}";

  /** Thoughts, a text and two calls, the second without arguments. */
  static List<Provided> rich() {
    return Stream.of(Family.values()).map(Provided::rich).toList();
  }

  private static Provided rich(Family family) {
    return switch (family) {
      case OPENAI, AZURE_OPENAI ->
          rich(family, "gpt-5", ProviderTexts.OPENAI, "call_a", "call_b", 10);
      case ANTHROPIC ->
          rich(family, "claude-opus-4-8", ProviderTexts.ANTHROPIC, "toolu_a", "toolu_b", 10);
      case BEDROCK_CONVERSE ->
          rich(
              family,
              "anthropic.claude-sonnet-4-5-20250929-v1:0",
              ProviderTexts.BEDROCK,
              "tooluse_a",
              "tooluse_b",
              0);
      case GEMINI, VERTEX ->
          rich(family, "gemini-3-flash-preview", ProviderTexts.GEMINI, "fc-a", "fc-b", 10);
      case COHERE_V2 ->
          rich(
              family, "command-a-reasoning-08-2025", ProviderTexts.COHERE, "weather_a", "now_b", 0);
      case MISTRAL ->
          rich(family, "mistral-small-latest", ProviderTexts.MISTRAL, "A1b2C3d4E", "A1b2C3d4F", 0);
      case OLLAMA -> rich(family, "qwen3:8b", ProviderTexts.OLLAMA, "call_k1", "call_k2", 0);
    };
  }

  private static Provided rich(
      Family family, String model, String[] texts, String first, String second, long reasoning) {
    long cached = family == Family.OLLAMA ? 0 : 80;
    return new Provided(
        family,
        model,
        quoted(texts[0]),
        quoted(texts[1]).lines().filter(line -> !line.isBlank()).toList(),
        new Seen(
            TEXT,
            THOUGHT,
            List.of(
                new Called(first, "weather", WireCalls.json(OSLO)),
                new Called(second, "now", WireCalls.json("{}"))),
            "tool_calls",
            new Tokens(120, cached, 30, reasoning)));
  }

  /** The same answer, stopped by a limit or filter before its calls. */
  Provided stopped(String finish) {
    String[] words =
        switch (family) {
          case OPENAI, AZURE_OPENAI, MISTRAL ->
              new String[] {"finish_reason", "tool_calls", "length", "content_filter"};
          case ANTHROPIC -> new String[] {"stop_reason", "tool_use", "max_tokens", "refusal"};
          case BEDROCK_CONVERSE ->
              new String[] {"stopReason", "tool_use", "max_tokens", "content_filtered"};
          case GEMINI, VERTEX -> new String[] {"finishReason", "STOP", "MAX_TOKENS", "SAFETY"};
          case COHERE_V2 ->
              new String[] {"finish_reason", "TOOL_CALL", "MAX_TOKENS", "ERROR_TOXIC"};
          case OLLAMA -> new String[] {"done_reason", "stop", "length", "length"};
        };
    String field = "\"" + words[0] + "\":\"";
    String from = field + words[1] + "\"";
    String to = field + words[finish.equals("length") ? 2 : 3] + "\"";
    return new Provided(
        family,
        model,
        body.replace(from, to),
        events.stream().map(event -> event.replace(from, to)).toList(),
        new Seen(seen.text(), seen.thoughts(), seen.calls(), finish, seen.tokens()));
  }

  /** The stream as it travels. */
  byte[] stream() {
    return stream(events);
  }

  /** The stream without its last events. */
  byte[] cut(int left) {
    return stream(events.subList(0, left));
  }

  private byte[] stream(List<String> some) {
    return switch (family) {
      case OPENAI, AZURE_OPENAI, GEMINI, VERTEX, COHERE_V2, MISTRAL ->
          join(some, "data: ", "\n\n").getBytes(UTF_8);
      case ANTHROPIC ->
          some.stream()
              .map(event -> "event: " + type(event) + "\ndata: " + event + "\n\n")
              .collect(Collectors.joining())
              .getBytes(UTF_8);
      case OLLAMA -> join(some, "", "\n").getBytes(UTF_8);
      case BEDROCK_CONVERSE -> frames(some);
    };
  }

  private static String type(String event) {
    return WireCalls.json(event).path("type").asText();
  }

  private static byte[] frames(List<String> events) {
    try {
      return EventStreamText.bytes(events);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String join(List<String> events, String before, String after) {
    return events.stream().map(event -> before + event + after).collect(Collectors.joining());
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  @Override
  public String toString() {
    return family.label() + " " + seen.finish();
  }
}
