package dev.strowger.dialects.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of one streamed message: {@code message_start}, content blocks one after the other,
 * {@code message_delta}, {@code message_stop}. A message has one choice; others are not written.
 */
final class MessageWriter implements AnswerWriter {
  private final Dialect.Call call;
  private final MessageEvents events = new MessageEvents();
  private final WaitingCalls waiting = new WaitingCalls();
  private Open open = new Open.Nothing();
  private int blocks;
  private boolean started;
  private boolean visible;
  private boolean calls;
  private boolean refused;
  private FinishReason finish = FinishReason.STOP;
  private TokenUsage usage = TokenUsage.NONE;
  private @Nullable Fault fault;

  MessageWriter(Dialect.Call call) {
    this.call = call;
  }

  /** Goes on behind the events that a client has, in the block that is open there. */
  static MessageWriter after(Dialect.Call call, SentAnswer sent) {
    MessageWriter writer = new MessageWriter(call);
    List<Block> begun = sent.seam().blocks();
    writer.started = sent.events() > 0;
    writer.blocks = sent.seam().open() ? begun.size() - 1 : begun.size();
    if (sent.seam().open()) {
      writer.open = begun.getLast() instanceof Block.Text ? new Open.Text() : new Open.Thought();
    }
    return writer;
  }

  /** The content block that is being written. */
  private sealed interface Open {
    record Nothing() implements Open {}

    record Text() implements Open {}

    record Thought() implements Open {}

    record Call(int call, JsonExtent arguments) implements Open {}
  }

  @Override
  public byte[] take() {
    return events.take();
  }

  @Override
  public boolean visible() {
    return visible;
  }

  @Override
  public Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void start() {
    if (!started) {
      started = true;
      events.messageStart(call, usage);
    }
  }

  @Override
  public void text(int choice, String text) {
    if (choice != 0 || text.isEmpty()) {
      return;
    }
    if (!(open instanceof Open.Text)) {
      open(new Open.Text(), "text", "text");
    }
    events.delta(blocks, "text_delta", "text", text);
  }

  @Override
  public void refusal(int choice, String text) {
    refused |= choice == 0 && !text.isEmpty();
    text(choice, text);
  }

  @Override
  public void thought(int choice, String text) {
    if (choice != 0 || text.isEmpty()) {
      return;
    }
    openThought();
    events.delta(blocks, "thinking_delta", "thinking", text);
  }

  @Override
  public void signature(int choice, String signature) {
    if (choice != 0 || signature.isEmpty()) {
      return;
    }
    openThought();
    events.delta(blocks, "signature_delta", "signature", signature);
    close();
  }

  @Override
  public void redactedThought(int choice, String data) {
    if (choice != 0) {
      return;
    }
    endCalls();
    close();
    start();
    events.blockStart(
        blocks,
        json -> {
          json.writeStringField("type", "redacted_thinking");
          json.writeStringField("data", data);
        });
    events.blockStop(blocks++);
  }

  @Override
  public void call(int choice, int call, String id, String name, String signature) {
    if (choice != 0) {
      return;
    }
    calls = true;
    visible = true;
    String ownId = new CallId(id, signature).write();
    boolean busy = open instanceof Open.Call && !openIsWhole();
    if (busy || !waiting.isEmpty()) {
      if (!waiting.add(call, ownId, name)) {
        fault("more than " + WaitingCalls.MAX_CALLS + " tool calls at once");
      }
    } else {
      openCall(call, ownId, name);
    }
  }

  @Override
  public void arguments(int choice, int call, String fragment) {
    if (choice != 0 || fragment.isEmpty() || fault != null) {
      return;
    }
    if (open instanceof Open.Call(int current, JsonExtent extent) && current == call) {
      extent.add(fragment);
      events.delta(blocks, "input_json_delta", "partial_json", fragment);
      while (!waiting.isEmpty() && openIsWhole()) {
        openNext();
      }
    } else if (!waiting.holds(call)) {
      fault("arguments of a tool call that is not open");
    } else if (!waiting.append(call, fragment)) {
      fault("more than " + WaitingCalls.MAX_CHARS + " characters of parallel tool calls");
    }
  }

  /** Anthropic has no place for it; whoever asks for it is told by the wire. */
  @Override
  public void logprobs(int choice, JsonNode logprobs) {}

  @Override
  public void finish(int choice, FinishReason reason) {
    if (choice == 0) {
      endCalls();
      close();
      start();
      finish = reason;
    }
  }

  @Override
  public void usage(TokenUsage tokens) {
    usage = tokens;
  }

  @Override
  public void complete() {
    endCalls();
    close();
    start();
    events.messageEnd(MessageJson.stopReason(finish, calls, refused), usage);
  }

  private void fault(String message) {
    if (fault == null) {
      fault = Fault.of(FailureKind.PROVIDER_ERROR, message);
    }
  }

  private void openThought() {
    if (!(open instanceof Open.Thought)) {
      open(new Open.Thought(), "thinking", "thinking");
    }
  }

  /**
   * @param field that the block's deltas fill
   */
  private void open(Open next, String type, String field) {
    endCalls();
    close();
    start();
    visible = true;
    open = next;
    events.blockStart(
        blocks,
        json -> {
          json.writeStringField("type", type);
          json.writeStringField(field, "");
          if (type.equals("thinking")) {
            json.writeStringField("signature", "");
          }
        });
  }

  private void openCall(int call, String id, String name) {
    close();
    start();
    open = new Open.Call(call, new JsonExtent());
    events.blockStart(
        blocks,
        json -> {
          json.writeStringField("type", "tool_use");
          json.writeStringField("id", id);
          json.writeStringField("name", name);
          json.writeObjectFieldStart("input");
          json.writeEndObject();
        });
  }

  /** Writes the next waiting call, as far as it has come. */
  private void openNext() {
    WaitingCalls.Waiting next = waiting.next();
    openCall(next.call(), next.id(), next.name());
    String arguments = next.arguments().toString();
    if (!arguments.isEmpty()) {
      events.delta(blocks, "input_json_delta", "partial_json", arguments);
      if (open instanceof Open.Call(int current, JsonExtent extent)) {
        extent.add(arguments);
      }
    }
  }

  private boolean openIsWhole() {
    return open instanceof Open.Call(int current, JsonExtent extent) && extent.whole();
  }

  /** What follows is another block, so all calls have come to their end. */
  private void endCalls() {
    while (!waiting.isEmpty()) {
      openNext();
    }
  }

  private void close() {
    if (!(open instanceof Open.Nothing)) {
      events.blockStop(blocks++);
      open = new Open.Nothing();
    }
  }
}
