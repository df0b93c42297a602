package dev.strowger.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.channel.Frame;
import dev.strowger.ingress.DoorMeters.Outcome;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Carries one stream to the client, at the client's pace, from one worker's channel after the
 * other: the next piece is asked for when the last was taken. Runs on the client's context.
 */
final class StreamWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Visit visit;
  private final SentEvents sent;
  private ChannelStream source;
  private Optional<ReplyHead> rescuer = Optional.empty();
  private int events;

  StreamWriter(Visit visit, ChannelStream source, SentEvents sent) {
    this.visit = visit;
    this.source = source;
    this.sent = sent;
  }

  /** How a stream is after what came. */
  sealed interface Course {
    record GoesOn() implements Course {}

    record Over() implements Course {}

    /**
     * @param error for the client if nobody goes on
     */
    record Interrupted(OpenAiError error) implements Course {}
  }

  void begin(Offer offer) {
    sent.guard(offer.rescue());
    visit.head(offer.head());
    visit.beginStream();
  }

  /** Another worker goes on; the client has its head already. */
  void goOn(ChannelStream next, Offer offer) {
    source = next;
    sent.guard(offer.rescue());
    rescuer = Optional.of(offer.head());
  }

  SentEvents sent() {
    return sent;
  }

  /** Writes what came. */
  Course accept(List<Frame> frames) {
    Buffer ready = Buffer.buffer();
    for (Frame frame : frames) {
      switch (frame) {
        case Frame.Data(byte[] bytes) -> {
          ready.appendBytes(bytes);
          sent.add(bytes);
        }
        case Frame.End() -> {
          visit.endStream(ready.appendString(ending()), Outcome.ANSWERED, source::finish);
          return new Course.Over();
        }
        case Frame.Interrupted(byte[] json) when sent.guarded() -> {
          write(ready, () -> {});
          source.finish();
          return new Course.Interrupted(failure(json));
        }
        case Frame.Interrupted(byte[] json) -> {
          return failed(ready, json);
        }
        case Frame.Failed(byte[] json) -> {
          return failed(ready, json);
        }
      }
    }
    write(ready, source::more);
    return new Course.GoesOn();
  }

  /** Ends the client's stream with an error event, never as if it were complete. */
  void breakOff(OpenAiError error) {
    visit.endStream(event(error), Outcome.FAILED, () -> {});
    source.reset();
  }

  void resetSource() {
    source.reset();
  }

  private Course failed(Buffer ready, byte[] json) {
    count(ready);
    visit.endStream(ready.appendBuffer(event(failure(json))), Outcome.FAILED, source::finish);
    return new Course.Over();
  }

  private void write(Buffer ready, Runnable taken) {
    if (ready.length() == 0) {
      taken.run();
    } else {
      count(ready);
      visit.write(ready, taken);
    }
  }

  /** The headers are long gone when a stream is rescued, so who did it is told in a comment. */
  private String ending() {
    String trailer = visit.endpoint().trailer().text();
    return rescuer
        .map(
            by ->
                ": strowger-rescued provider=%s model=%s\n\n%s"
                    .formatted(by.provider(), by.model(), trailer))
        .orElse(trailer);
  }

  private Buffer event(OpenAiError error) {
    Buffer event = visit.endpoint().errors().event(error, visit.requestId(), events);
    // What came last may have been the beginning of an event.
    return sent.wholeEvents() ? event : Buffer.buffer("\n\n").appendBuffer(event);
  }

  /** The Responses API numbers its events, an error's too. Events come whole. */
  private void count(Buffer ready) {
    if (visit.endpoint() == Endpoint.RESPONSES) {
      for (int i = 1; i < ready.length(); i++) {
        events += ready.getByte(i) == '\n' && ready.getByte(i - 1) == '\n' ? 1 : 0;
      }
    }
  }

  private static OpenAiError failure(byte[] json) {
    try {
      JsonNode failure = JSON.readTree(json);
      JsonNode code = failure.path("code");
      return new OpenAiError(
          failure.path("status").asInt(502),
          failure.path("type").asText(OpenAiError.SERVER_ERROR),
          code.isTextual() ? code.asText() : null,
          null,
          failure.path("message").asText("The answer broke off before it was complete."),
          Duration.ZERO);
    } catch (IOException e) {
      return Refusals.interrupted();
    }
  }
}
