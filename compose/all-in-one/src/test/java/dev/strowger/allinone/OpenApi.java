package dev.strowger.allinone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what of a JSON text is not as OpenAI's published OpenAPI document wants it.
 *
 * <p>The document itself is in no package registry. What is: the TypeScript declarations of npm
 * {@code openai}, which OpenAI generates from it, of a newer release than the client under test.
 * {@code src/test/js/openapi} makes JSON Schemas of them (kept in {@code target/openapi}) and
 * validates with ajv. So names, nesting, required, nullable, enumerated and constant members are
 * the document's; unknown members are allowed, as there. Lost on the way: lengths, ranges, patterns
 * and formats; whole numbers are told by their names ({@code created}, {@code index}, {@code
 * *_tokens} ...). Written by hand, as the declarations have no such types: the list of models, the
 * envelope of errors, and a deleted response; wider than the declarations, as the reference says in
 * words: the chunks of completions (no reason to end, no usage) and embeddings in base64. {@code
 * output_text} of a Response is the client's own and not asked for.
 *
 * <p>Kinds: {@code CreateChatCompletionResponse}, {@code CreateChatCompletionStreamResponse},
 * {@code CreateCompletionResponse}, {@code CreateCompletionStreamResponse}, {@code
 * CreateEmbeddingResponse}, {@code ListModelsResponse}, {@code Model}, {@code ErrorResponse},
 * {@code Response}, {@code ResponseStreamEvent}, {@code ResponseItemList}, {@code DeletedResponse};
 * and of Anthropic's door {@code Message}, {@code MessageStreamEvent}, {@code MessageTokensCount},
 * {@code MessagesError}, made likewise of {@code @anthropic-ai/sdk}. The files of {@code
 * src/test/js/openapi} say which declaration each is.
 */
final class OpenApi {
  private static final Path JS = Path.of("src/test/js").toAbsolutePath();
  private static final Path SCHEMAS = Path.of("target/openapi").toAbsolutePath();

  private static @Nullable OpenApi shared;

  private final ObjectMapper json = new ObjectMapper();
  private final Writer questions;
  private final BufferedReader answers;

  private OpenApi(Process node) {
    questions = node.outputWriter(StandardCharsets.UTF_8);
    answers = node.inputReader(StandardCharsets.UTF_8);
  }

  /** One for all tests; it ends with the JVM, at the end of its input. */
  static synchronized OpenApi shared() throws Exception {
    OpenApi running = shared;
    if (running == null) {
      NodeCases.install();
      running =
          new OpenApi(
              new ProcessBuilder("node", "openapi/validate.mjs", SCHEMAS.toString())
                  .directory(JS.toFile())
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start());
      shared = running;
    }
    return running;
  }

  /** All that is wrong, each with its place; empty when nothing is. */
  synchronized List<String> violations(String kind, String text) throws IOException {
    questions.write(json.writeValueAsString(Map.of("kind", kind, "text", text)));
    questions.write('\n');
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the validator has ended");
    }
    List<String> violations = new ArrayList<>();
    for (JsonNode violation : json.readTree(answer)) {
      violations.add(violation.asText());
    }
    return violations;
  }

  /**
   * Of a stream of server-sent events: each event's data is of the kind, an event's name is its
   * type, and the last data is {@code [DONE]} unless the events have names, as Responses' have.
   */
  List<String> streamViolations(String kind, String body) throws IOException {
    List<String> violations = new ArrayList<>();
    List<SseEvent> events = SseEvent.all(body);
    boolean named = !events.isEmpty() && !events.getFirst().name().isEmpty();
    boolean done = !events.isEmpty() && events.getLast().data().equals("[DONE]");
    if (named == done) {
      violations.add(done ? "[DONE] after events with names" : "no [DONE] at the end");
    }
    for (SseEvent event : done ? events.subList(0, events.size() - 1) : events) {
      violations.addAll(violations(kind, event.data()));
      if (!event.name().isEmpty() && !event.name().equals(type(event.data()))) {
        violations.add("event " + event.name() + " carries " + event.data());
      }
    }
    if (events.size() < 2) {
      violations.add("no events in " + body);
    }
    return violations.stream().distinct().toList();
  }

  private String type(String data) throws JsonProcessingException {
    return json.readTree(data).path("type").asText();
  }
}
