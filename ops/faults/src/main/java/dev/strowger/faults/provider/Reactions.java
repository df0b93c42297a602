package dev.strowger.faults.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Everything a provider of the table does, well or badly. */
public final class Reactions {
  private static final int FIVE_MEGABYTES = 5_000_000;
  private static final int BYTES_OF_EVENT = 175;
  private static final int PIECE = 64 << 10;
  private static final Duration DRIP = Duration.ofMillis(100);
  private static final String HTML =
      "<!doctype html><html><body><h1>We'll be right back</h1></body></html>";

  private Reactions() {}

  /** Tells the story, or the rest of it. */
  public static Reaction tell(Story story) {
    return Telling.of(story);
  }

  /** Asked to go on, it starts from the beginning all the same. */
  public static Reaction tellAgain(Story story) {
    return new Telling(story, Telling.Asked.STARTS_AGAIN, false);
  }

  /** Takes no beginning of its own turn, as newer Claude models do not. */
  public static Reaction tellWithoutPrefill(Story story) {
    return new Telling(story, Telling.Asked.GOES_ON, false);
  }

  /** Each reaction for one call; the last one for all that follow. */
  public static Reaction inTurn(Reaction... reactions) {
    return exchange ->
        reactions[Math.min(exchange.number(), reactions.length) - 1].answer(exchange);
  }

  public static Reaction status(int status) {
    return refuse(status, "server_error", "", "told to answer " + status);
  }

  public static Reaction refuse(int status, String type, String code, String message) {
    return exchange ->
        exchange.json(status, Map.of(), exchange.speech().error(type, code, message));
  }

  /** A 429 that says when to come back. */
  public static Reaction later(Duration wait) {
    return exchange ->
        exchange.json(
            429,
            Map.of("retry-after", Long.toString(wait.toSeconds())),
            exchange.speech().error("rate_limit_error", "", "too many requests"));
  }

  public static Reaction after(Duration wait, Reaction then) {
    return exchange -> {
      Thread.sleep(wait);
      then.answer(exchange);
    };
  }

  public static Reaction reset() {
    return Exchange::reset;
  }

  public static Reaction silence() {
    return Exchange::hold;
  }

  public static Reaction halfClose() {
    return Exchange::halfClose;
  }

  /** Sends the head of a stream at once and the first token late. */
  public static Reaction lateFirstToken(Story story, Duration wait) {
    return exchange -> {
      exchange.begin("text/event-stream", Map.of());
      Thread.sleep(wait);
      for (String event : exchange.speech().opening(exchange.model())) {
        exchange.chunk(event);
      }
      Telling.say(exchange, story.tokens());
      Telling.finish(exchange, story.tokens().size());
    };
  }

  /** Streams so many tokens, and then the connection ends in this way. */
  public static Reaction breakAfter(Story story, int tokens, Break how) {
    return exchange -> {
      Telling.begin(exchange);
      Telling.say(exchange, story.first(tokens).tokens());
      how.now(exchange);
    };
  }

  /** How a stream breaks off. */
  public enum Break {
    /** The connection is closed without the last chunk. */
    CLOSED,
    RESET,
    SILENT;

    private void now(Exchange exchange) throws IOException {
      switch (this) {
        case CLOSED -> {}
        case RESET -> exchange.reset();
        case SILENT -> exchange.hold();
      }
    }
  }

  /** Says some words, begins a call of a tool, and is gone. */
  public static Reaction breakInToolCall(Story story) {
    return exchange -> {
      Telling.begin(exchange);
      Telling.say(exchange, story.first(5).tokens());
      exchange.chunk(exchange.speech().toolDelta(exchange.model()));
    };
  }

  /** In the middle of the story stands an event that is no JSON. */
  public static Reaction badEventWithin(Story story) {
    int half = story.tokens().size() / 2;
    return exchange -> {
      Telling.begin(exchange);
      Telling.say(exchange, story.tokens().subList(0, half));
      exchange.chunk("data: {\"id\":\"chatcmpl-1\",\"choices\":[{\"delta\":{\"content\":\"l\n\n");
      Telling.say(exchange, story.tokens().subList(half, story.tokens().size()));
      Telling.finish(exchange, story.tokens().size());
    };
  }

  /** A stream that ends as HTTP has it, with usage, but without what says that it is done. */
  public static Reaction withoutDone(Story story) {
    return exchange -> {
      Telling.begin(exchange);
      Telling.say(exchange, story.tokens());
      Telling.close(exchange, story.tokens().size());
      exchange.end();
    };
  }

  public static Reaction html() {
    return exchange ->
        exchange.respond(200, "text/html", Map.of(), HTML.getBytes(StandardCharsets.UTF_8));
  }

  /** A 200 with an error: of a stream its first event. */
  public static Reaction errorInside() {
    return exchange -> {
      String error = exchange.speech().error("server_error", "", "the engine is on fire");
      if (!exchange.stream()) {
        exchange.json(200, Map.of(), error);
        return;
      }
      exchange.begin("text/event-stream", Map.of());
      exchange.chunk("data: " + error + "\n\n");
      exchange.end();
    };
  }

  /** A compressed answer of which the second half is missing, though HTTP says it is all. */
  public static Reaction gzipCut(Story story) {
    return exchange -> {
      byte[] packed = gzip(exchange.speech().whole(exchange.model(), story));
      exchange.respond(
          200,
          "application/json",
          Map.of("content-encoding", "gzip"),
          Arrays.copyOf(packed, packed.length / 2));
    };
  }

  /** A body that goes on and on, a little at a time. */
  public static Reaction drip() {
    return exchange -> {
      exchange.begin("application/json", Map.of());
      exchange.chunk("{\"id\":\"chatcmpl-1\",");
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
      while (System.nanoTime() < end) {
        exchange.chunk(" ");
        Thread.sleep(DRIP);
      }
    };
  }

  /** A body that goes on and on, as fast as it is read. */
  public static Reaction flood() {
    return exchange -> {
      byte[] blanks = " ".repeat(PIECE).getBytes(StandardCharsets.US_ASCII);
      exchange.begin("application/json", Map.of());
      exchange.chunk("{\"id\":\"chatcmpl-1\",");
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
      while (System.nanoTime() < end) {
        exchange.chunk(blanks);
      }
    };
  }

  /** Ordinary events, but 5 MB of them in one chunk of HTTP. */
  public static Reaction manyEventsAtOnce() {
    return exchange -> {
      StringBuilder events = new StringBuilder();
      Telling.begin(exchange);
      for (String token : manyTokens().tokens()) {
        events.append(exchange.speech().delta(exchange.model(), token));
      }
      exchange.chunk(events.toString());
      Telling.finish(exchange, manyTokens().tokens().size());
    };
  }

  /** What that tells: about 200 bytes of event for each token. */
  public static Story manyTokens() {
    return new Story(Collections.nCopies(FIVE_MEGABYTES / BYTES_OF_EVENT, " click"));
  }

  /** A stream of one token, which is 5 MB long. */
  public static Reaction giant() {
    return tell(new Story(List.of(giantText())));
  }

  public static String giantText() {
    return "strowger ".repeat(FIVE_MEGABYTES / "strowger ".length());
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
