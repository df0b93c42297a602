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
  private static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Visit visit;
  private final ChannelStream source;

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
    Buffer events = Buffer.buffer();
    for (Frame frame : frames) {
      switch (frame) {
        case Frame.Data(byte[] bytes) -> events.appendBytes(bytes);
        case Frame.End() -> {
          visit.endStream(events.appendBuffer(DONE), Outcome.ANSWERED, source::finish);
          return false;
        }
        case Frame.Failed(byte[] json) -> {
          visit.endStream(
              events.appendBuffer(failure(json).event()), Outcome.FAILED, source::finish);
          return false;
        }
      }
    }
    if (events.length() == 0) {
      source.more();
    } else {
      visit.write(events, source::more);
    }
    return true;
  }

  /** Ends the client's stream with an error event, never as if it were complete. */
  void breakOff(OpenAiError error) {
    visit.endStream(error.event(), Outcome.FAILED, () -> {});
    source.reset();
  }

  void clientGone() {
    source.reset();
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
