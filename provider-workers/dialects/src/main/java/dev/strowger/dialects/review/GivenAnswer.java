package dev.strowger.dialects.review;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.sse.SseParser;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A whole answer as its client would see it.
 *
 * @param choices by index; empty if the bytes are no answer
 */
public record GivenAnswer(List<Choice> choices) {
  public GivenAnswer {
    choices = List.copyOf(choices);
  }

  /**
   * One of the answers asked for.
   *
   * @param text without thoughts
   * @param refusal the model's words in the field that its API has for them; empty if there are
   *     none
   * @param calls whether it wants tools called
   * @param filtered whether a filter ended it
   * @param meanLogprob of its tokens, where they are told
   */
  public record Choice(
      String text, String refusal, boolean calls, boolean filtered, OptionalDouble meanLogprob) {}

  /** Whether answers of this API can be read. */
  public static boolean readable(Api api) {
    return switch (api) {
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, MESSAGES -> true;
      case EMBEDDINGS, COUNT_TOKENS -> false;
    };
  }

  /**
   * @param body an object of the API, e.g. a {@code chat.completion}
   */
  public static GivenAnswer of(Api api, byte[] body) {
    AnswerReading reading = new AnswerReading();
    Json.read(body).ifPresent(answer -> reading.whole(api, answer));
    return reading.answer();
  }

  /**
   * @param events a stream's server-sent events, from the first to the last
   */
  public static GivenAnswer ofEvents(Api api, byte[] events) {
    AnswerReading reading = new AnswerReading();
    SseParser parser =
        new SseParser(
            (type, bytes, offset, length) ->
                Json.read(bytes, offset, length).ifPresent(event -> reading.event(api, event)));
    parser.feed(events, 0, events.length);
    parser.end();
    return reading.answer();
  }

  /** The text of the first choice; empty if there is none. */
  public String text() {
    return choices.isEmpty() ? "" : choices.getFirst().text();
  }
}
