package dev.strowger.dialects.openai;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.api.chat.ChunkWriter;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.sse.SseParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream of chunks, passed through event by event; usage is always read and only shown to a
 * client that asked for it.
 */
final class OpenAiStream implements StreamDecoder {
  private static final String DONE = "[DONE]";
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  private final Call call;
  private final SseParser parser = new SseParser(this::event);
  private final Choices choices = new Choices();
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private @Nullable TokenUsage usage;
  private String id = "";
  private boolean usageShown;
  private boolean done;
  private @Nullable Fault fault;

  OpenAiStream(Call call) {
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
    return choices.visible();
  }

  @Override
  public boolean finished() {
    return done || fault != null || parser.overflown();
  }

  @Override
  public Ending end() {
    parser.end();
    TokenUsage used = usage == null ? TokenUsage.NONE : usage;
    if (fault != null) {
      return new Ending.Broken(fault, used);
    }
    if (parser.overflown()) {
      return broken("an event of the stream is longer than " + SseParser.MAX_EVENT_BYTES, used);
    }
    if (!choices.any()) {
      return broken("the stream ended without an answer", used);
    }
    if (!done && !choices.complete()) {
      return broken("the stream ended before the answer did", used);
    }
    if (usage != null && call.includeUsage() && !usageShown) {
      ChunkWriter owed = id.isEmpty() ? new ChunkWriter(call) : new ChunkWriter(call, id);
      owed.usage(usage);
      owed.complete();
      out.writeBytes(owed.take());
    }
    return new Ending.Completed(take(), choices.finishReason(), used, Optional.empty());
  }

  private void event(String type, byte[] bytes, int offset, int length) {
    if (finished()) {
      return;
    }
    if (isDone(bytes, offset, length)) {
      done = true;
      return;
    }
    Optional<OpenAiChunk> read = OpenAiChunk.read(call, bytes, offset, length);
    if (read.isEmpty()) {
      return;
    }
    OpenAiChunk chunk = read.get();
    if (chunk.error() || type.equals("error")) {
      fault = OpenAiErrors.fault(ErrorBody.read(bytes, offset, length), 200, Map.of());
      return;
    }
    choices.add(chunk.choices());
    if (chunk.usage() != null) {
      usage = chunk.usage();
    }
    if (id.isEmpty()) {
      id = chunk.id();
    }
    if (!chunk.usageOnly() || call.includeUsage()) {
      usageShown |= chunk.usageOnly();
      out.writeBytes(DATA);
      chunk.json().writeTo(out);
      out.writeBytes(END);
    }
  }

  private static boolean isDone(byte[] bytes, int offset, int length) {
    if (length < DONE.length() || bytes[offset] != '[') {
      return false;
    }
    return new String(bytes, offset, length, StandardCharsets.UTF_8).strip().equals(DONE);
  }

  private static Ending broken(String message, TokenUsage used) {
    return new Ending.Broken(Fault.of(FailureKind.PROVIDER_ERROR, message), used);
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
