package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.sse.SseParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream for a client of Anthropic's own API, passed through event by event. */
final class PassingStream implements StreamDecoder {
  private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  private final Call call;
  private final SseParser parser = new SseParser(this::event);
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private AnthropicUsage usage = AnthropicUsage.NONE;
  private String stopReason = "";
  private long pieces;
  private long characters;
  private boolean stopped;
  private @Nullable Fault fault;

  PassingStream(Call call) {
    this.call = call;
  }

  @Override
  public byte[] feed(byte[] bytes, int offset, int length) {
    if (!finished()) {
      parser.feed(bytes, offset, length);
    }
    return take();
  }

  @Override
  public boolean firstTokenSeen() {
    return pieces > 0;
  }

  @Override
  public boolean finished() {
    return stopped || fault != null || parser.overflown();
  }

  @Override
  public long pieces() {
    return pieces;
  }

  @Override
  public long characters() {
    return characters;
  }

  @Override
  public Ending end() {
    parser.end();
    if (fault != null) {
      return new Ending.Broken(fault, usage.tokens());
    }
    if (parser.overflown()) {
      return broken("an event of the stream is longer than " + SseParser.MAX_EVENT_BYTES);
    }
    if (stopReason.isEmpty()) {
      return broken("the stream ended before the answer did");
    }
    if (!stopped) {
      // The reason has come, so the answer is whole; clients wait for this event.
      name("message_stop");
      out.writeBytes("{\"type\":\"message_stop\"}".getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(END);
    }
    return new Ending.Completed(
        take(), StopReason.label(stopReason), usage.tokens(), Optional.empty());
  }

  private Ending broken(String message) {
    return new Ending.Broken(Fault.of(FailureKind.PROVIDER_ERROR, message), usage.tokens());
  }

  private void event(String name, byte[] bytes, int offset, int length) {
    if (finished()) {
      return;
    }
    Optional<PassingEvent> read = PassingEvent.read(call, bytes, offset, length);
    if (name.equals("error") || read.filter(event -> event.type().equals("error")).isPresent()) {
      fault = AnthropicErrors.fault(ErrorBody.read(bytes, offset, length), 200, Map.of());
      return;
    }
    if (read.isEmpty()) {
      return;
    }
    PassingEvent event = read.get();
    usage = usage.with(event.usage());
    pieces += event.visible() ? 1 : 0;
    characters += event.characters();
    if (!event.stopReason().isEmpty()) {
      stopReason = event.stopReason();
    }
    stopped = event.type().equals("message_stop");
    // Clients go by the event's name, which some proxies leave out.
    name(event.type().isEmpty() ? name : event.type());
    event.json().writeTo(out);
    out.writeBytes(END);
  }

  private void name(String name) {
    boolean breaks = name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0;
    out.writeBytes(EVENT);
    out.writeBytes((breaks ? "unknown" : name).getBytes(StandardCharsets.UTF_8));
    out.writeBytes(DATA);
  }

  private byte[] take() {
    if (out.size() == 0) {
      return NOTHING;
    }
    byte[] events = out.toByteArray();
    out = new ByteArrayOutputStream();
    return events;
  }
}
