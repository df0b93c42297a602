package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects.Family;
import java.util.List;
import java.util.stream.Stream;

/** Whether a target loses a parameter without a word. */
final class Vanishing {
  private Vanishing() {}

  static Stream<Exchange> targets(Api api) {
    return Stream.concat(
        Provided.rich().stream().map(rich -> new Exchange(rich.family(), rich.model(), api)),
        Stream.of(
            new Exchange(Family.ANTHROPIC, "claude-haiku-4-5", api),
            new Exchange(Family.ANTHROPIC, "claude-3-haiku-20240307", api),
            new Exchange(Family.BEDROCK_CONVERSE, "amazon.nova-lite-v1:0", api),
            new Exchange(Family.BEDROCK_CONVERSE, "meta.llama3-3-70b-instruct-v1:0", api),
            new Exchange(Family.BEDROCK_CONVERSE, "anthropic.claude-opus-4-6-v1", api),
            new Exchange(Family.GEMINI, "gemini-2.5-flash", api),
            new Exchange(Family.GEMINI, "gemini-2.0-flash", api),
            new Exchange(Family.MISTRAL, "magistral-medium-latest", api)));
  }

  static boolean vanishes(Exchange target, String base, JsonNode changed, String name) {
    for (boolean lenient : new boolean[] {false, true}) {
      if (!(target.encode(base, lenient) instanceof Encoding.Sendable plain)) {
        throw new AssertionError(target);
      }
      boolean seen =
          switch (target.encode(changed.toString(), lenient)) {
            case Encoding.Sendable(var request, var dropped) ->
                dropped.stream().anyMatch(told -> named(told, name))
                    || (dropped.isEmpty()
                        && !new String(request.body(), UTF_8)
                            .equals(new String(plain.request().body(), UTF_8)));
            case Encoding.Unsendable(var fault) -> named(fault.param().orElse(""), name);
            case Encoding.Known known -> throw new AssertionError(known);
          };
      if (!seen) {
        return true;
      }
    }
    return false;
  }

  /** Whether a client finds its parameter in what it is told. */
  private static boolean named(String told, String name) {
    return told.equals(name)
        || told.startsWith(name + ".")
        || told.startsWith(name + "[")
        || (told.equals("cache_control") && List.of("tools", "messages").contains(name));
  }
}
