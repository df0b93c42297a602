package dev.strowger.dialects.continuing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import java.util.Optional;

/**
 * Writes the rest of an answer: passes on what the client does not have. Thoughts are passed on
 * only if nothing was shown yet; a client could not tell the thoughts of one model from those of
 * another, and the proof of the one does not fit the other's. Not thread-safe.
 */
public final class AlignedWriter implements AnswerWriter {
  private final AnswerWriter writer;
  private final Alignment alignment;
  private final boolean shown;
  private final TokenUsage before;
  private boolean visible;
  private boolean refused;

  /**
   * @param writer one that goes on where the events end
   * @param before what the broken attempts used
   */
  public AlignedWriter(AnswerWriter writer, SentAnswer sent, TokenUsage before) {
    this.writer = writer;
    this.alignment = new Alignment(sent.text());
    this.shown = sent.shown();
    this.before = before;
  }

  @Override
  public byte[] take() {
    return writer.take();
  }

  /** Whether anything new was written. */
  @Override
  public boolean visible() {
    return visible;
  }

  @Override
  public void complete() {
    writer.complete();
  }

  @Override
  public boolean stopped() {
    return writer.stopped();
  }

  @Override
  public Optional<byte[]> whole() {
    return writer.whole();
  }

  @Override
  public Optional<Fault> fault() {
    if (alignment.unfit() || refused) {
      return Optional.of(
          Fault.of(
              FailureKind.PROVIDER_ERROR,
              refused
                  ? "the model refused to go on with the answer"
                  : "the continuation does not fit the answer that was begun"));
    }
    return writer.fault();
  }

  @Override
  public void start() {
    writer.start();
  }

  @Override
  public void text(int choice, String text) {
    if (choice == 0 && going()) {
      say(alignment.add(text));
    }
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      visible = true;
      writer.text(0, text);
    }
  }

  @Override
  public void refusal(int choice, String text) {
    if (choice != 0 || text.isEmpty() || !going()) {
      return;
    }
    if (shown) {
      refused = true;
    } else {
      visible = true;
      writer.refusal(0, text);
    }
  }

  @Override
  public void thought(int choice, String text) {
    if (choice == 0 && !shown) {
      visible |= !text.isEmpty();
      writer.thought(0, text);
    }
  }

  @Override
  public void signature(int choice, String signature) {
    if (choice == 0 && !shown) {
      writer.signature(0, signature);
    }
  }

  @Override
  public void redactedThought(int choice, String data) {
    if (choice == 0 && !shown) {
      visible = true;
      writer.redactedThought(0, data);
    }
  }

  @Override
  public void call(int choice, int call, String id, String name, String signature) {
    if (choice == 0 && going()) {
      say(alignment.end(false));
    }
    if (choice == 0 && going()) {
      visible = true;
      writer.call(0, call, id, name, signature);
    }
  }

  @Override
  public void arguments(int choice, int call, String fragment) {
    if (choice == 0 && going()) {
      writer.arguments(0, call, fragment);
    }
  }

  /** Of repeated text they would stand in the wrong place. */
  @Override
  public void logprobs(int choice, JsonNode logprobs) {
    if (choice == 0 && !shown) {
      writer.logprobs(0, logprobs);
    }
  }

  @Override
  public void finish(int choice, FinishReason reason) {
    if (choice == 0 && going()) {
      say(alignment.end(reason == FinishReason.LENGTH));
    }
    if (choice == 0 && going()) {
      writer.finish(0, reason);
    }
  }

  /** The client is told of all that was used for its answer. */
  @Override
  public void usage(TokenUsage own) {
    writer.usage(before.plus(own));
  }

  private boolean going() {
    return fault().isEmpty();
  }
}
