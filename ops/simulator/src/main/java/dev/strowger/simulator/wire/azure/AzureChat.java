package dev.strowger.simulator.wire.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.openai.OpenAiChat;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions as Azure sends them: with the verdicts of its filter on the prompt and
 * on each choice; a stream begins with a chunk of the former and no choice at all.
 *
 * @param deployment from the path, or null when the body names the model
 */
record AzureChat(@Nullable String deployment) implements ChatFormat {
  private static final String REST =
      "\"self_harm\":{\"filtered\":false,\"severity\":\"safe\"},"
          + "\"sexual\":{\"filtered\":false,\"severity\":\"safe\"},"
          + "\"violence\":{\"filtered\":";
  private static final String HATE = "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"},";
  static final String SAFE = HATE + REST + "false,\"severity\":\"safe\"}}";
  static final String VIOLENT = HATE + REST + "true,\"severity\":\"medium\"}}";

  private static final String PROMPT =
      "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":" + SAFE + "}]";
  private static final OpenAiChat OPENAI =
      new OpenAiChat(false, "\"content_filter_results\":" + SAFE + ",");

  @Override
  public Question read(JsonNode body) {
    return OPENAI.read(AzureApi.named(body, deployment));
  }

  @Override
  public String whole(Reply reply) {
    String whole = OPENAI.whole(reply);
    return whole.substring(0, whole.length() - 1) + "," + PROMPT + "}";
  }

  @Override
  public Stream stream(Reply reply) {
    return new Filtered(OPENAI.stream(reply));
  }

  @Override
  public boolean refusesFiltered() {
    return true;
  }

  @Override
  public ErrorShape errors() {
    return new AzureErrors();
  }

  private record Filtered(Stream chunks) implements Stream {
    @Override
    public String opening() {
      return "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
          + PROMPT
          + "}\n\n"
          + chunks.opening();
    }

    @Override
    public void piece(StringBuilder out, String piece) {
      chunks.piece(out, piece);
    }

    @Override
    public String closing() {
      return chunks.closing();
    }

    @Override
    public String failing(Failure failure) {
      return "data: " + new AzureErrors().write(failure).body() + "\n\n";
    }
  }
}
