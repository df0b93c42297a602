package dev.strowger.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;

/** A call that is answered at once, without a model's pace: embeddings, token counts. */
public non-sealed interface DirectFormat extends Format {
  /**
   * @throws dev.strowger.simulator.answer.BadQuestion when the real provider would refuse it
   */
  Written answer(JsonNode body);
}
