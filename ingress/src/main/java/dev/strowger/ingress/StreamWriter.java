package dev.strowger.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.channel.Frame;
import dev.strowger.ingress.DoorMeters.Outcome;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Carries one stream from the worker's channel to the client, at the client's pace: the next piece
 * is asked for when the last was taken. Runs on the client's context.
 */
final class StreamWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Visit visit;
  private final ChannelStream source;
  private int events;

  StreamWriter(Visit visit, ChannelStream source) {
    this.visit = visit;
    this.source = source;
  }

  void begin(ReplyHead head) {
    visit.head(head);
    visit.beginStream();
  }

  /** Writes what came; whether the stream goes on. */
  boolean accept(List<Frame> frames) {
    Buffer ready = Buffer.buffer();
    for (Frame frame : frames) {
      switch (frame) {
        case Frame.Data(byte[] bytes) -> ready.appendBytes(bytes);
        case Frame.End() -> {
          visit.endStream(
              ready.appendString(visit.endpoint().trailer().text()),
              Outcome.ANSWERED,
              source::finish);
          return false;
        }
        case Frame.Interrupted(byte[] json) -> {
          count(ready);
          visit.endStream(ready.appendBuffer(event(failure(json))), Outcome.FAILED, source::finish);
          return false;
        }
        case Frame.Failed(byte[] json) -> {
          count(ready);
          visit.endStream(ready.appendBuffer(event(failure(json))), Outcome.FAILED, source::finish);
          return false;
        }
      }
    }
    if (ready.length() == 0) {
      source.more();
    } else {
      count(ready);
      visit.write(ready, source::more);
    }
    return true;
  }

  /** Ends the client's stream with an error event, never as if it were complete. */
  void breakOff(OpenAiError error) {
    visit.endStream(event(error), Outcome.FAILED, () -> {});
    source.reset();
  }

  void clientGone() {
    source.reset();
  }

  private Buffer event(OpenAiError error) {
    return visit.endpoint().errors().event(error, visit.requestId(), events);
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
