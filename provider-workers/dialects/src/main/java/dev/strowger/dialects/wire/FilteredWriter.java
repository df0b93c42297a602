package dev.strowger.dialects.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerFilter;
import dev.strowger.dialects.answer.AnswerFilter.Kind;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes an answer through a filter. A choice that the filter stops ends with {@code
 * content_filter}; what its provider sends of it after that is read and left out. Not thread-safe.
 */
final class FilteredWriter implements AnswerWriter {
  private final AnswerWriter writer;
  private final AnswerFilter filter;

  /** What the client has of the first choice's text. */
  private final String before;

  private final Map<Key, AnswerFilter.Pieces> open = new LinkedHashMap<>();
  private final Set<Integer> stopped = new HashSet<>();

  /**
   * @param call of {@link Kind#ARGUMENTS}; else 0
   */
  private record Key(int choice, Kind kind, int call) {}

  private FilteredWriter(AnswerWriter writer, AnswerFilter filter, String before) {
    this.writer = writer;
    this.filter = filter;
    this.before = before;
  }

  /**
   * @param before what the client has of the answer's text
   */
  static AnswerWriter of(AnswerWriter writer, AnswerFilter filter, String before) {
    return filter.active() ? new FilteredWriter(writer, filter, before) : writer;
  }

  @Override
  public boolean stopped() {
    return stopped.contains(0);
  }

  @Override
  public void start() {
    writer.start();
  }

  @Override
  public void text(int choice, String text) {
    pass(new Key(choice, Kind.TEXT, 0), text);
  }

  @Override
  public void refusal(int choice, String text) {
    pass(new Key(choice, Kind.REFUSAL, 0), text);
  }

  @Override
  public void thought(int choice, String text) {
    pass(new Key(choice, Kind.THOUGHT, 0), text);
  }

  private void pass(Key key, String text) {
    endOthers(key.choice(), key.kind(), true);
    put(key, text);
  }

  private void put(Key key, String text) {
    if (stopped.contains(key.choice())) {
      return;
    }
    AnswerFilter.Pieces pieces =
        open.computeIfAbsent(
            key,
            one ->
                filter.pieces(
                    one.kind(), one.choice() == 0 && one.kind() == Kind.TEXT ? before : ""));
    write(key, pieces.add(text), pieces);
  }

  private void write(Key key, String text, AnswerFilter.Pieces pieces) {
    if (!text.isEmpty()) {
      switch (key.kind()) {
        case TEXT -> writer.text(key.choice(), text);
        case REFUSAL -> writer.refusal(key.choice(), text);
        case THOUGHT -> writer.thought(key.choice(), text);
        case ARGUMENTS -> writer.arguments(key.choice(), key.call(), text);
      }
    }
    if (pieces.stopped() && stopped.add(key.choice())) {
      writer.finish(key.choice(), FinishReason.CONTENT_FILTER);
    }
  }

  /**
   * Texts of other kinds have ended.
   *
   * @param calls whether calls have as well, whose arguments may come in turns
   */
  private void endOthers(int choice, Kind but, boolean calls) {
    for (Key key : List.copyOf(open.keySet())) {
      boolean other = key.kind() != but && (calls || key.kind() != Kind.ARGUMENTS);
      if (key.choice() == choice && other) {
        end(key);
      }
    }
  }

  private void end(Key key) {
    AnswerFilter.Pieces pieces = open.remove(key);
    if (pieces != null && !stopped.contains(key.choice())) {
      write(key, pieces.end(), pieces);
    }
  }

  @Override
  public void signature(int choice, String signature) {
    end(new Key(choice, Kind.THOUGHT, 0));
    if (!stopped.contains(choice)) {
      writer.signature(choice, signature);
    }
  }

  @Override
  public void redactedThought(int choice, String data) {
    endOthers(choice, Kind.ARGUMENTS, false);
    if (!stopped.contains(choice)) {
      writer.redactedThought(choice, data);
    }
  }

  @Override
  public void call(int choice, int call, String id, String name, String signature) {
    endOthers(choice, Kind.ARGUMENTS, false);
    if (!stopped.contains(choice)) {
      writer.call(choice, call, id, name, signature);
    }
  }

  @Override
  public void arguments(int choice, int call, String fragment) {
    put(new Key(choice, Kind.ARGUMENTS, call), fragment);
  }

  @Override
  public void logprobs(int choice, JsonNode logprobs) {
    if (!filter.hidesTokens() && !stopped.contains(choice)) {
      writer.logprobs(choice, logprobs);
    }
  }

  @Override
  public void finish(int choice, FinishReason reason) {
    for (Key key : List.copyOf(open.keySet())) {
      if (key.choice() == choice) {
        end(key);
      }
    }
    if (!stopped.contains(choice)) {
      writer.finish(choice, reason);
    }
  }

  @Override
  public void usage(TokenUsage usage) {
    writer.usage(usage);
  }

  @Override
  public byte[] take() {
    return writer.take();
  }

  @Override
  public boolean visible() {
    return writer.visible();
  }

  @Override
  public void complete() {
    writer.complete();
  }

  @Override
  public Optional<Fault> fault() {
    return writer.fault();
  }

  @Override
  public Optional<byte[]> whole() {
    return writer.whole();
  }
}
