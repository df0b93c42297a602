package dev.strowger.simulator.wire.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.openai.OpenAiCompletions;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's completions of a bare prompt under Azure's paths.
 *
 * @param deployment from the path, or null when the body names the model
 */
record AzureCompletions(@Nullable String deployment) implements ChatFormat {
  private static final OpenAiCompletions OPENAI = new OpenAiCompletions();

  @Override
  public Question read(JsonNode body) {
    return OPENAI.read(AzureApi.named(body, deployment));
  }

  @Override
  public String whole(Reply reply) {
    return OPENAI.whole(reply);
  }

  @Override
  public Stream stream(Reply reply) {
    return OPENAI.stream(reply);
  }

  @Override
  public boolean refusesFiltered() {
    return true;
  }

  @Override
  public ErrorShape errors() {
    return new AzureErrors();
  }
}
