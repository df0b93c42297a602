package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.StreamDecoder.Ending;
import dev.strowger.dialects.WireCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What any provider answers means the same in every API, whole and streamed. */
class AnswersOverEveryApiTest {
  private static final List<Api> APIS =
      List.of(Api.CHAT_COMPLETIONS, Api.COMPLETIONS, Api.RESPONSES, Api.MESSAGES);

  @TestFactory
  List<DynamicTest> aWholeAnswerMeansWhatTheProviderSaid() {
    return everywhere(
        given -> {
          assertThat(Seen.of(given.api(), given.whole())).isEqualTo(given.expected());
          Dialect.Decoding.Answered answered = given.decoded();
          assertThat(answered.usage().input()).isEqualTo(given.provided.seen().tokens().input());
          assertThat(answered.finishReason()).isEqualTo(given.provided.seen().finish());
        });
  }

  @TestFactory
  List<DynamicTest> aStreamMeansTheSameHoweverItIsCut() {
    return everywhere(
        given -> {
          assertThat(Seen.of(given.api(), given.streamed())).isEqualTo(given.expected());
          for (int piece : new int[] {1, 7}) {
            Streamed pieces = given.exchange.stream(given.provided.stream(), piece);
            assertThat(Seen.of(given.api(), Assembled.of(given.api(), pieces.events())))
                .as("in pieces of %d bytes", piece)
                .isEqualTo(given.expected());
          }
        });
  }

  @TestFactory
  List<DynamicTest> aStreamThatStopsShortIsNeverShownAsWhole() {
    return everywhere(
        given -> {
          List<String> events = given.provided.events();
          for (int left = 0; left < events.size(); left++) {
            Streamed cut = given.exchange.stream(given.provided.cut(left), 0);
            if (cut.ending() instanceof Ending.Broken) {
              assertThat(cut.events())
                  .as("after %d events", left)
                  .doesNotContain("response.completed", "response.incomplete", "message_stop")
                  .doesNotContainPattern("\"finish_reason\":\"|\"stop_reason\":\"");
            } else {
              // The end is known, and only figures are missing.
              assertThat(Seen.of(given.api(), Assembled.of(given.api(), cut.events())).finish())
                  .isEqualTo(given.expected().finish());
            }
          }
        });
  }

  private static List<DynamicTest> everywhere(Consumer<Given> check) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Provided rich : Provided.rich()) {
      Stream.of(rich, rich.stopped("length"), rich.stopped("content_filter"))
          .filter(AnswersOverEveryApiTest::canBe)
          .forEach(
              provided -> {
                for (Api api : APIS) {
                  Given given = new Given(provided, new Exchange(rich.family(), rich.model(), api));
                  tests.add(
                      DynamicTest.dynamicTest(
                          provided + " by " + api.label(), () -> check.accept(given)));
                }
              });
    }
    return tests;
  }

  /** Ollama and Mistral filter nothing, Cohere's filter is an error. */
  private static boolean canBe(Provided provided) {
    return !provided.seen().finish().equals("content_filter")
        || !List.of(Family.OLLAMA, Family.MISTRAL, Family.COHERE_V2).contains(provided.family());
  }

  private record Given(Provided provided, Exchange exchange) {
    Api api() {
      return exchange.api();
    }

    Seen expected() {
      return api() == Api.COMPLETIONS ? provided.seen().textOnly() : provided.seen();
    }

    Dialect.Decoding.Answered decoded() {
      return exchange.decode(provided.body());
    }

    JsonNode whole() {
      return WireCalls.json(new String(decoded().body(), UTF_8));
    }

    JsonNode streamed() {
      Streamed streamed = exchange.stream(provided.stream(), 0);
      assertThat(streamed.ending()).isInstanceOf(Ending.Completed.class);
      return Assembled.of(api(), streamed.events());
    }
  }
}
