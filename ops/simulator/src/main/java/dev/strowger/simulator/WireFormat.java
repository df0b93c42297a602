package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.Answer.Reply;

/** One provider API: reads its questions, writes its answers and errors. */
sealed interface WireFormat permits OpenAiFormat, AnthropicFormat, OllamaFormat {
  /**
   * Reads a request body.
   *
   * @throws BadQuestion when the real provider would answer 400
   */
  Question read(JsonNode body);

  /** The body of an answer in one piece. */
  String whole(Reply reply);

  /** The parts of a streamed answer. */
  Stream stream(Reply reply);

  /** Content type of a streamed answer. */
  String streamType();

  /** The error object the real provider sends with this status. */
  String error(int status, String message);

  /** A streamed answer: opening, each piece in order, closing. */
  interface Stream {
    String opening();

    void piece(StringBuilder out, String piece);

    String closing();
  }
}
