package dev.strowger.dialects.openai;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.sse.SseParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream of chunks, passed through event by event. Usage is always read, wherever it stands, and
 * shown once, at the end, to a client that asked for it. Chunks that say nothing (Azure's results
 * of prompt filters, pings) are left out: clients take the first choice of every chunk.
 */
final class OpenAiStream implements StreamDecoder {
  private static final String DONE = "[DONE]";
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];
  private static final Response OK = new Response(200, Map.of(), NOTHING);

  private final Call call;
  private final Provider provider;
  private final SseParser parser = new SseParser(this::event);
  private final Choices choices = new Choices();
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private @Nullable OpenAiUsage usage;

  /** The provider's own chunk of usage, to be sent last. */
  private byte @Nullable [] usageChunk;

  private String id = "";
  private long pieces;
  private long characters;
  private boolean done;
  private @Nullable Fault fault;

  OpenAiStream(Call call, Provider provider) {
    this.call = call;
    this.provider = provider;
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
    TokenUsage used = usage == null ? TokenUsage.NONE : usage.tokens();
    if (fault != null) {
      return new Ending.Broken(fault, used);
    }
    if (parser.overflown()) {
      return broken("an event of the stream is longer than " + SseParser.MAX_EVENT_BYTES, used);
    }
    if (!choices.any()) {
      return broken("the stream ended without an answer", used);
    }
    if (!choices.complete()) {
      return broken("the stream ended before the answer did", used);
    }
    if (usage != null && call.includeUsage()) {
      show(usageChunk == null ? UsageChunk.write(call, id, usage) : usageChunk);
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
    Optional<OpenAiBody> read = OpenAiBody.read(call, provider, true, bytes, offset, length);
    if (read.isEmpty()) {
      return;
    }
    OpenAiBody chunk = read.get();
    usage = chunk.usage().orElse(usage);
    if (chunk.failed() || type.equals("error")) {
      ErrorBody error =
          chunk.failed()
              ? chunk.error(bytes, offset, length)
              : ErrorBody.read(bytes, offset, length);
      fault = OpenAiErrors.fault(error, OK, chunk.choices());
      return;
    }
    choices.add(chunk.choices());
    pieces += chunk.choices().visible() ? 1 : 0;
    characters += chunk.choices().characters();
    if (id.isEmpty()) {
      id = chunk.id();
    }
    if (chunk.said()) {
      out.writeBytes(DATA);
      chunk.json().writeTo(out);
      out.writeBytes(END);
    } else if (!chunk.choices().any() && chunk.usage().isPresent()) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      chunk.json().writeTo(line);
      usageChunk = line.toByteArray();
    }
  }

  private void show(byte[] data) {
    out.writeBytes(DATA);
    out.writeBytes(data);
    out.writeBytes(END);
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
