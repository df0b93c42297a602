package dev.strowger.dialects.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.review.GivenAnswer.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Gathers an answer from its object or its events. Not thread-safe. */
final class AnswerReading {
  /** OpenAI's own limit of {@code n}. */
  private static final int MAX_CHOICES = 128;

  private final List<Gathered> choices = new ArrayList<>();

  private static final class Gathered {
    final StringBuilder text = new StringBuilder();
    final StringBuilder refusal = new StringBuilder();
    boolean calls;
    boolean filtered;
    double logprobs;
    long tokens;

    Choice choice() {
      OptionalDouble mean =
          tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of(logprobs / tokens);
      return new Choice(text.toString(), refusal.toString(), calls, filtered, mean);
    }

    void logprob(JsonNode value) {
      if (value.isNumber()) {
        logprobs += value.doubleValue();
        tokens++;
      }
    }
  }

  GivenAnswer answer() {
    return new GivenAnswer(choices.stream().map(Gathered::choice).toList());
  }

  void whole(Api api, JsonNode answer) {
    switch (api) {
      case CHAT_COMPLETIONS -> chat(answer, "message");
      case COMPLETIONS -> completion(answer);
      case RESPONSES -> response(answer);
      case MESSAGES -> message(answer);
      case EMBEDDINGS, COUNT_TOKENS -> {
        // No conversation.
      }
    }
  }

  void event(Api api, JsonNode event) {
    switch (api) {
      case CHAT_COMPLETIONS -> chat(event, "delta");
      case COMPLETIONS -> completion(event);
      case RESPONSES -> {
        // Its last event repeats the whole of it; the type of any other has no response that ended.
        if (isOneOf(event.path("type").asText(""), "response.completed", "response.incomplete")) {
          response(event.path("response"));
        }
      }
      case MESSAGES -> messageEvent(event);
      case EMBEDDINGS, COUNT_TOKENS -> {
        // Not streamed.
      }
    }
  }

  private void chat(JsonNode object, String messageField) {
    for (JsonNode choice : object.path("choices")) {
      Gathered gathered = at(choice.path("index").asInt(0));
      JsonNode message = choice.path(messageField);
      content(gathered, message.path("content"));
      gathered.refusal.append(message.path("refusal").asText(""));
      gathered.calls |= !message.path("tool_calls").isEmpty() || message.has("function_call");
      gathered.filtered |= choice.path("finish_reason").asText("").equals("content_filter");
      for (JsonNode token : choice.path("logprobs").path("content")) {
        gathered.logprob(token.path("logprob"));
      }
    }
  }

  /** A text, or its parts. */
  private static void content(Gathered gathered, JsonNode content) {
    if (content.isTextual()) {
      gathered.text.append(content.textValue());
      return;
    }
    for (JsonNode part : content) {
      String type = part.path("type").asText("");
      if (isOneOf(type, "text", "output_text")) {
        gathered.text.append(part.path("text").asText(""));
      } else if (type.equals("refusal")) {
        gathered.refusal.append(part.path("refusal").asText(""));
      } else if (type.equals("tool_use")) {
        gathered.calls = true;
      }
      for (JsonNode token : part.path("logprobs")) {
        gathered.logprob(token.path("logprob"));
      }
    }
  }

  private void completion(JsonNode object) {
    for (JsonNode choice : object.path("choices")) {
      Gathered gathered = at(choice.path("index").asInt(0));
      gathered.text.append(choice.path("text").asText(""));
      gathered.filtered |= choice.path("finish_reason").asText("").equals("content_filter");
      choice.path("logprobs").path("token_logprobs").forEach(gathered::logprob);
    }
  }

  private void response(JsonNode response) {
    Gathered gathered = at(0);
    for (JsonNode item : response.path("output")) {
      String type = item.path("type").asText("");
      if (type.equals("message")) {
        content(gathered, item.path("content"));
      } else {
        gathered.calls |= type.endsWith("_call");
      }
    }
    String reason = response.path("incomplete_details").path("reason").asText("");
    gathered.filtered |= reason.equals("content_filter");
  }

  private void message(JsonNode message) {
    Gathered gathered = at(0);
    content(gathered, message.path("content"));
    gathered.filtered |= message.path("stop_reason").asText("").equals("refusal");
  }

  private void messageEvent(JsonNode event) {
    Gathered gathered = at(0);
    switch (event.path("type").asText("")) {
      case "content_block_start" -> {
        JsonNode block = event.path("content_block");
        gathered.calls |= block.path("type").asText("").equals("tool_use");
        gathered.text.append(block.path("text").asText(""));
      }
      case "content_block_delta" ->
          gathered.text.append(event.path("delta").path("text").asText(""));
      case "message_delta" ->
          gathered.filtered |= event.path("delta").path("stop_reason").asText("").equals("refusal");
      default -> {
        // Says nothing about the text.
      }
    }
  }

  private Gathered at(int index) {
    int place = Math.clamp(index, 0, MAX_CHOICES - 1);
    while (choices.size() <= place) {
      choices.add(new Gathered());
    }
    return choices.get(place);
  }

  private static boolean isOneOf(String type, String one, String other) {
    return type.equals(one) || type.equals(other);
  }
}
