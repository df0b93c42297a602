package dev.strowger.faults.provider;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Tells the story, whole or from where somebody else's answer broke off.
 *
 * @param asked what it does when a last user turn asks it to go on
 * @param prefills whether it takes a beginning of its own turn
 */
record Telling(Story story, Asked asked, boolean prefills) implements Reaction {
  private static final String EVENTS = "text/event-stream";
  private static final Duration PACE = Duration.ofMillis(4);

  /** Asked to go on with an answer, models do the one or the other. */
  enum Asked {
    GOES_ON,
    STARTS_AGAIN
  }

  static Telling of(Story story) {
    return new Telling(story, Asked.GOES_ON, true);
  }

  @Override
  public void answer(Exchange exchange) throws IOException, InterruptedException {
    Begun begun = Begun.of(exchange.request());
    String refusal = refusal(begun);
    if (!refusal.isEmpty()) {
      exchange.json(400, Map.of(), exchange.speech().error("invalid_request_error", "", refusal));
      return;
    }
    Story rest = begun.prefill() || asked == Asked.GOES_ON ? story.after(begun.said()) : story;
    if (!exchange.stream()) {
      exchange.json(200, Map.of(), exchange.speech().whole(exchange.model(), rest));
      return;
    }
    begin(exchange);
    say(exchange, rest.tokens());
    finish(exchange, rest.tokens().size());
  }

  private String refusal(Begun begun) {
    if (begun.prefill() && !prefills) {
      return "This model does not support assistant message prefill. The conversation must end"
          + " with a user message.";
    }
    return begun.prefill() && !begun.said().stripTrailing().equals(begun.said())
        ? "messages: final assistant content cannot end with trailing whitespace"
        : "";
  }

  static void begin(Exchange exchange) throws IOException {
    exchange.begin(EVENTS, Map.of());
    for (String event : exchange.speech().opening(exchange.model())) {
      exchange.chunk(event);
    }
  }

  static void say(Exchange exchange, List<String> tokens) throws IOException, InterruptedException {
    for (String token : tokens) {
      exchange.chunk(exchange.speech().delta(exchange.model(), token));
      Thread.sleep(PACE);
    }
  }

  static void finish(Exchange exchange, int outputTokens) throws IOException {
    close(exchange, outputTokens);
    for (String event : exchange.speech().done()) {
      exchange.chunk(event);
    }
    exchange.end();
  }

  static void close(Exchange exchange, int outputTokens) throws IOException {
    for (String event :
        exchange.speech().closing(exchange.model(), exchange.request(), outputTokens)) {
      exchange.chunk(event);
    }
  }
}
