package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.responses.MessageItem.Kind;
import dev.strowger.dialects.api.responses.OutputItem.Place;
import dev.strowger.dialects.api.responses.OutputItem.Status;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One answer as output items, and the events that tell how they grow. A message or a block of
 * thoughts ends where something else begins; calls end with the answer, as their arguments may come
 * in turns. The API has one choice; others are passed over. Holds the whole answer.
 */
final class ResponseWriter implements AnswerWriter {
  private final Envelope envelope;
  private final EventSequence events;
  private final List<OutputItem> output = new ArrayList<>();
  private final Map<Integer, CallItem> calls = new LinkedHashMap<>();

  /** The message or thoughts that grow. */
  private @Nullable OutputItem open;

  private TokenUsage usage = TokenUsage.NONE;
  private Optional<FinishReason> finish = Optional.empty();
  private boolean started;
  private boolean visible;
  private byte @Nullable [] whole;

  ResponseWriter(Call call, EventSequence events) {
    this.envelope = new Envelope(call);
    this.events = events;
  }

  /** Goes on behind the events that a client has; what they told is told again to nobody. */
  static ResponseWriter after(Call call, SentAnswer sent) {
    EventSequence events = EventSequence.after(sent.seam().steps(), sent.events());
    ResponseWriter writer = new ResponseWriter(call, events);
    if (sent.events() > 0) {
      writer.start();
    }
    List<Block> blocks = sent.seam().blocks();
    for (int i = 0; i < blocks.size(); i++) {
      writer.retell(blocks.get(i), i == blocks.size() - 1 && sent.seam().open());
    }
    return writer;
  }

  private void retell(Block block, boolean begun) {
    closeOpen(Status.COMPLETED);
    switch (block) {
      case Block.Text(var said) -> {
        MessageItem message = message();
        if (begun) {
          message.begin();
        }
        text(0, said);
      }
      case Block.Thought(var said, var signature) -> {
        ReasoningItem thoughts = thoughts();
        if (begun) {
          thoughts.begin();
        }
        thought(0, said);
        if (!signature.isEmpty()) {
          signature(0, signature);
        }
      }
      case Block.RedactedThought(var data) -> redactedThought(0, data);
      case Block.Refusal _, Block.Call _ -> throw new IllegalStateException("not gone on with");
    }
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
  public Optional<byte[]> whole() {
    return Optional.ofNullable(whole);
  }

  @Override
  public void start() {
    if (!started) {
      started = true;
      events.add("response.created", this::response);
      events.add("response.in_progress", this::response);
    }
  }

  @Override
  public void text(int choice, String text) {
    if (choice == 0 && !text.isEmpty()) {
      message().say(Kind.TEXT, text);
    }
  }

  @Override
  public void refusal(int choice, String text) {
    if (choice == 0 && !text.isEmpty()) {
      message().say(Kind.REFUSAL, text);
    }
  }

  @Override
  public void logprobs(int choice, JsonNode logprobs) {
    List<JsonNode> tokens = new ArrayList<>();
    logprobs.path("content").forEach(tokens::add);
    if (choice == 0 && !tokens.isEmpty()) {
      message().logprobs(tokens);
    }
  }

  private MessageItem message() {
    if (open instanceof MessageItem message) {
      return message;
    }
    MessageItem message = new MessageItem(next("msg_"));
    open = message;
    output.add(message);
    return message;
  }

  @Override
  public void thought(int choice, String text) {
    if (choice == 0 && !text.isEmpty()) {
      thoughts().thought(text);
    }
  }

  @Override
  public void signature(int choice, String signature) {
    if (choice == 0 && !signature.isEmpty()) {
      thoughts().encrypted(EncryptedContent.signature(signature));
    }
    if (choice == 0 && open instanceof ReasoningItem) {
      closeOpen(Status.COMPLETED);
    }
  }

  @Override
  public void redactedThought(int choice, String data) {
    if (choice == 0) {
      closeOpen(Status.COMPLETED);
      thoughts().encrypted(EncryptedContent.redacted(data));
      closeOpen(Status.COMPLETED);
    }
  }

  private ReasoningItem thoughts() {
    if (open instanceof ReasoningItem thoughts) {
      return thoughts;
    }
    ReasoningItem thoughts = new ReasoningItem(next("rs_"));
    open = thoughts;
    output.add(thoughts);
    return thoughts;
  }

  @Override
  public void call(int choice, int call, String id, String name, String signature) {
    if (choice == 0 && !calls.containsKey(call)) {
      CallItem item = new CallItem(next("fc_"), id, name, signature);
      calls.put(call, item);
      output.add(item);
    }
  }

  @Override
  public void arguments(int choice, int call, String fragment) {
    CallItem item = calls.get(call);
    if (choice == 0 && item != null && !fragment.isEmpty()) {
      item.arguments(fragment);
    }
  }

  @Override
  public void finish(int choice, FinishReason reason) {
    if (choice == 0 && finish.isEmpty()) {
      start();
      finish = Optional.of(reason);
      if (open != null) {
        closeOpen(lastStatus(open));
      }
      calls.values().forEach(call -> call.close(lastStatus(call)));
    }
  }

  /** Only the last item can have been cut off. */
  private Status lastStatus(OutputItem item) {
    boolean whole = item.place().index() < output.size() - 1;
    return whole || Envelope.isWhole(finish.orElseThrow()) ? Status.COMPLETED : Status.INCOMPLETE;
  }

  @Override
  public void usage(TokenUsage tokens) {
    usage = tokens;
  }

  @Override
  public void complete() {
    FinishReason reason = finish.orElseThrow();
    whole = Json.bytes(json -> envelope.write(json, finish, output, usage));
    events.add(
        Envelope.isWhole(reason) ? "response.completed" : "response.incomplete", this::response);
  }

  private void response(JsonGenerator json) throws IOException {
    json.writeFieldName("response");
    envelope.write(json, finish, output, usage);
  }

  /** The place of the item that begins, behind those there are. */
  private Place next(String prefix) {
    start();
    visible = true;
    closeOpen(Status.COMPLETED);
    return new Place(events, envelope.itemId(prefix, output.size()), output.size());
  }

  private void closeOpen(Status status) {
    OutputItem last = open;
    open = null;
    if (last != null) {
      last.close(status);
    }
  }
}
