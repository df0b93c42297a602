package dev.strowger.dialects.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.SentAnswer.Seam;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.sse.SseParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Gathers what a client has of an answer. Not thread-safe. */
public final class SentSoFar {
  public static final String COMPLETE = "the answer was complete";
  private static final String FAILED = "the stream ended with an error";
  public static final String CALL = "a tool call was begun";
  public static final String CHOICES = "there is more than one choice";
  public static final String REFUSAL = "a refusal was begun";
  public static final String LOGPROBS = "token probabilities were sent";

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();
  private String id = "";
  private String model = "";
  private String hold = "";
  private String lastType = "";
  private long createdSeconds;
  private boolean open;
  private boolean several;
  private Optional<String> closing = Optional.empty();
  private int events;
  private int steps;

  private SentSoFar() {}

  /** What a block is. */
  public enum Kind {
    TEXT,
    THOUGHT,
    REDACTED
  }

  private static final class Piece {
    final Kind kind;
    final StringBuilder content = new StringBuilder();
    String signature = "";

    Piece(Kind kind) {
      this.kind = kind;
    }

    Block block() {
      String said = content.toString();
      return switch (kind) {
        case TEXT -> new Block.Text(said);
        case THOUGHT -> new Block.Thought(said, signature);
        case REDACTED -> new Block.RedactedThought(said);
      };
    }
  }

  /**
   * @param reading takes in one event's object
   */
  public static SentAnswer read(byte[] events, BiConsumer<SentSoFar, JsonNode> reading) {
    SentSoFar sent = new SentSoFar();
    SseParser parser =
        new SseParser(
            (type, bytes, offset, length) -> sent.event(Json.read(bytes, offset, length), reading));
    // Without parser.end(): an event that was cut off did not reach the client.
    parser.feed(events, 0, events.length);
    return sent.answer();
  }

  private void event(Optional<JsonNode> data, BiConsumer<SentSoFar, JsonNode> reading) {
    if (data.isEmpty()) {
      // [DONE], which is no JSON.
      closed();
      return;
    }
    events++;
    if (data.get().hasNonNull("error")) {
      hold(FAILED);
    }
    reading.accept(this, data.get());
  }

  /** What every event, or the first, tells of the answer; the first that is told counts. */
  public void head(String answerId, String answerModel, long created) {
    id = id.isEmpty() ? answerId : id;
    model = model.isEmpty() ? answerModel : model;
    createdSeconds = createdSeconds == 0 ? created : createdSeconds;
  }

  /** A block begins, although nothing of it is known. */
  public void begin(Kind kind) {
    pieces.add(new Piece(kind));
    open = false;
  }

  public void open(boolean now) {
    open = now;
  }

  public void text(String more) {
    if (!more.isEmpty()) {
      last(Kind.TEXT).content.append(more);
      text.append(more);
    }
  }

  public void thought(String more) {
    if (!more.isEmpty()) {
      last(Kind.THOUGHT).content.append(more);
      thoughts.append(more);
    }
  }

  public void signature(String signature) {
    if (!signature.isEmpty()) {
      last(Kind.THOUGHT).signature = signature;
    }
  }

  public void redacted(String data) {
    begin(Kind.REDACTED);
    last(Kind.REDACTED).content.append(data);
  }

  /** The thoughts that were begun turn out to be such as only the provider can read. */
  public void lock(String data) {
    if (!pieces.isEmpty()) {
      pieces.removeLast();
    }
    redacted(data);
  }

  private Piece last(Kind kind) {
    if (pieces.isEmpty() || pieces.getLast().kind != kind) {
      begin(kind);
    }
    return pieces.getLast();
  }

  /** An event was of this type; a run of deltas is one step. */
  public void step(String type) {
    if (!type.equals(lastType) || !type.endsWith(".delta")) {
      steps++;
    }
    lastType = type;
  }

  /** Why the answer cannot be gone on with; the first reason counts. */
  public void hold(String reason) {
    hold = hold.isEmpty() ? reason : hold;
  }

  /**
   * The answer has come to its end, and its last events may be missing.
   *
   * @param missing those that the client cannot do without; empty where the door sends them
   */
  public void complete(String missing) {
    hold(COMPLETE);
    if (closing.isEmpty() && !several) {
      closing = Optional.of(missing);
    }
  }

  /** The client has everything, whatever it was. */
  public void closed() {
    hold(COMPLETE);
    closing = Optional.of("");
  }

  /** There are more choices: that one is at its end says nothing about the others. */
  public void several() {
    hold(CHOICES);
    several = true;
    closing = Optional.empty();
  }

  private SentAnswer answer() {
    if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
      hold("the text ends within a character");
    }
    List<Block> blocks = pieces.stream().map(Piece::block).toList();
    return new SentAnswer(
        id,
        model,
        text.toString(),
        thoughts.toString(),
        events,
        hold,
        new Seam(createdSeconds, blocks, open, steps),
        hold.equals(FAILED) ? Optional.empty() : closing);
  }
}
