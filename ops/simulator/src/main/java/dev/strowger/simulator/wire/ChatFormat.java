package dev.strowger.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import io.vertx.core.buffer.Buffer;

/** A call a model answers: reads the question, writes the answer whole or in pieces. */
public non-sealed interface ChatFormat extends Format {
  String SSE = "text/event-stream; charset=utf-8";

  /**
   * Reads a request body.
   *
   * @throws dev.strowger.simulator.answer.BadQuestion when the real provider would refuse it
   */
  Question read(JsonNode body);

  /** The body of an answer in one piece. */
  String whole(Reply reply);

  /** The parts of a streamed answer. */
  Stream stream(Reply reply);

  /** Content type of a streamed answer. */
  default String streamType() {
    return SSE;
  }

  /** Whether a filtered prompt is an error here, and not an answer that says so. */
  default boolean refusesFiltered() {
    return false;
  }

  /** A streamed answer: opening, each piece in order, then closing or failure. */
  interface Stream {
    String opening();

    void piece(StringBuilder out, String piece);

    String closing();

    /** What comes in place of the closing when the provider fails after it has begun. */
    String failing(Failure failure);

    /** The bytes of what the other methods wrote. */
    default Buffer encode(CharSequence text) {
      return Buffer.buffer(text.toString());
    }
  }
}
