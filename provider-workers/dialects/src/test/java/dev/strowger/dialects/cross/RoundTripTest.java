package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.WireCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a client sends back of an answer reaches the provider as it wants it, whoever answered. */
class RoundTripTest {
  private static final List<Api> APIS = List.of(Api.CHAT_COMPLETIONS, Api.RESPONSES, Api.MESSAGES);

  /** Claude signs alike, wherever it runs. */
  private static final Set<Family> CLAUDE = Set.of(Family.ANTHROPIC, Family.BEDROCK_CONVERSE);

  private static final List<String> PROOFS = List.of("ErUB==", "EmwK", "CiEBjz1r");

  @TestFactory
  List<DynamicTest> aProofReachesItsIssuerAgain() {
    return everywhere(
        (given, body) -> {
          Encoding.Sendable sent = sent(given, body);
          String request = text(sent);
          assertThat(proofs(given.family())).allMatch(request::contains);
          assertThat(request).doesNotContain("gemini:", "vertex:", "strowger.", "__signature_");
          assertThat(PairedCalls.in(given.family(), WireCalls.json(request)))
              .containsExactly("weather=18 degrees", "now=noon");
        });
  }

  @TestFactory
  List<DynamicTest> aProofReachesNobodyElse() {
    return everywhere(
        (given, body) -> {
          for (Exchange other : others(given)) {
            Encoding.Sendable sent = sent(other, body);
            String request = text(sent);
            boolean shared = CLAUDE.containsAll(Set.of(given.family(), other.family()));
            if (!shared || other.model().startsWith("amazon")) {
              assertThat(request).as("%s", other).doesNotContain(PROOFS);
              if (proofs(given.family()).length > 0) {
                assertThat(sent.dropped()).as("told by %s", other).isNotEmpty();
              }
            }
            assertThat(request)
                .as("%s", other)
                .doesNotContain("gemini:", "vertex:", "strowger.", "__signature_");
            assertThat(PairedCalls.in(other.family(), WireCalls.json(request)))
                .as("%s", other)
                .containsExactly("weather=18 degrees", "now=noon");
          }
        });
  }

  private static List<Exchange> others(Exchange given) {
    return Stream.concat(
            Provided.rich().stream()
                .filter(provided -> provided.family() != given.family())
                .map(rich -> new Exchange(rich.family(), rich.model(), given.api())),
            Stream.of(
                new Exchange(Family.BEDROCK_CONVERSE, "amazon.nova-pro-v1:0", given.api()),
                new Exchange(Family.ANTHROPIC, "claude-haiku-4-5", given.api())))
        .filter(other -> other.family() != given.family())
        .toList();
  }

  private static String[] proofs(Family family) {
    return switch (family) {
      case ANTHROPIC, BEDROCK_CONVERSE -> new String[] {"ErUB==", "EmwK"};
      case GEMINI, VERTEX -> new String[] {"CiEBjz1r"};
      case OPENAI, AZURE_OPENAI, COHERE_V2, MISTRAL, OLLAMA -> new String[0];
    };
  }

  private static Encoding.Sendable sent(Exchange exchange, String body) {
    return switch (exchange.encode(body, false)) {
      case Encoding.Sendable sendable -> sendable;
      case Encoding other -> throw new AssertionError(exchange + " " + other);
    };
  }

  private static String text(Encoding.Sendable sent) {
    return new String(sent.request().body(), UTF_8);
  }

  private static List<DynamicTest> everywhere(BiConsumer<Exchange, String> check) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Provided rich : Provided.rich()) {
      for (Api api : APIS) {
        Exchange exchange = new Exchange(rich.family(), rich.model(), api);
        String name = rich.family().label() + " by " + api.label();
        tests.add(
            DynamicTest.dynamicTest(
                name,
                () -> {
                  String whole = new String(exchange.decode(rich.body()).body(), UTF_8);
                  check.accept(exchange, nextTurn(api, WireCalls.json(whole)));
                }));
        tests.add(
            DynamicTest.dynamicTest(
                name + ", streamed",
                () -> {
                  String events = exchange.stream(rich.stream(), 0).events();
                  check.accept(exchange, nextTurn(api, Assembled.of(api, events)));
                }));
      }
    }
    return tests;
  }

  /** What clients send after they have called the tools. */
  private static String nextTurn(Api api, JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.findValues("tool_calls").forEach(calls -> calls.forEach(c -> ids.add(id(c, "id"))));
    answer.path("content").forEach(block -> ids.add(id(block, "id")));
    answer.path("output").forEach(item -> ids.add(id(item, "call_id")));
    ids.removeIf(String::isEmpty);
    String first = ids.get(0);
    String second = ids.get(1);
    return switch (api) {
      case CHAT_COMPLETIONS ->
          """
          {"model":"m","messages":[{"role":"user","content":"Hi"},%s,
          {"role":"tool","tool_call_id":"%s","content":"18 degrees"},
          {"role":"tool","tool_call_id":"%s","content":"noon"}],"reasoning_effort":"high",
          "tools":[{"type":"function","function":{"name":"weather"}},
          {"type":"function","function":{"name":"now"}}]}
          """
              .formatted(answer.path("choices").path(0).path("message"), first, second);
      case MESSAGES ->
          """
          {"model":"m","max_tokens":8192,"messages":[{"role":"user","content":"Hi"},
          {"role":"assistant","content":%s},{"role":"user","content":[
          {"type":"tool_result","tool_use_id":"%s","content":"18 degrees"},
          {"type":"tool_result","tool_use_id":"%s","content":"noon"}]}],
          "tools":[{"name":"weather","input_schema":{"type":"object"}},
          {"name":"now","input_schema":{"type":"object"}}]}
          """
              .formatted(answer.path("content"), first, second);
      case RESPONSES ->
          """
          {"model":"m","input":[{"role":"user","content":"Hi"},%s,
          {"type":"function_call_output","call_id":"%s","output":"18 degrees"},
          {"type":"function_call_output","call_id":"%s","output":"noon"}],
          "tools":[{"type":"function","name":"weather"},{"type":"function","name":"now"}]}
          """
              .formatted(answer.path("output").toString().replaceAll("^\\[|]$", ""), first, second);
      case COMPLETIONS, EMBEDDINGS, COUNT_TOKENS -> throw new IllegalArgumentException(api.label());
    };
  }

  private static String id(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
