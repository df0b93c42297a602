package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients see of the errors, the broken answers and the chaos of each family. */
@ParameterizedClass
@MethodSource("families")
class AiMockFaultsIT {
  private final MockedProvider provider;
  private final AiMock mock;
  private final RunningGateway gateway;

  AiMockFaultsIT(MockedProvider provider) throws Exception {
    this.provider = provider;
    this.mock = MockedFamilies.shared().mockOf(provider);
    this.gateway = MockedFamilies.shared().gateway();
  }

  static List<MockedProvider> families() {
    return MockedFamilies.ALL;
  }

  @AfterEach
  void calm() throws Exception {
    mock.calm(provider.name());
  }

  @ParameterizedTest
  @CsvSource({
    "busy,          '',                429, Slow down",
    "busy,          '\"stream\":true,', 429, Slow down",
    "broken,        '',                502, It broke",
    "overloaded,    '',                503, Overloaded",
    "bad request,   '',                400, more than this model gives",
    "bad request,   '\"stream\":true,', 400, more than this model gives",
    "no such model, '',                502, no such model",
    "no key,        '',                502, authentication",
    "no key,        '\"stream\":true,', 502, authentication",
  })
  void anErrorIsHandedOn(String prompt, String more, int status, String message) throws Exception {
    HttpResponse<String> answer = ask(prompt, more);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertValid("ErrorResponse", answer);
    assertThat(answer.body()).contains(message);
    Optional<String> retryAfter = answer.headers().firstValue("retry-after");
    assertThat(retryAfter.isPresent()).isEqualTo(status == 429 || status == 503);
    if (status == 429) {
      assertThat(retryAfter).hasValue("7");
    }
  }

  @Test
  void aStreamThatIsCutOffEndsWithAnError() throws Exception {
    String body = ask("cut off", "\"stream\":true,").body();

    List<SseEvent> events = SseEvent.all(body);
    assertThat(body).contains("This").doesNotContain("[DONE]").doesNotContain("\"stop\"");
    assertThat(OpenApi.shared().violations("ErrorResponse", events.getLast().data())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(AiMock.Chaos.class)
  void chaosIsAClearError(AiMock.Chaos chaos) throws Exception {
    mock.chaos(provider.name(), chaos);

    for (String more : List.of("", "\"stream\":true,")) {
      HttpResponse<String> answer = ask("hello", more);

      assertThat(answer.statusCode()).as(answer.body()).isIn(429, 502, 503);
      assertValid("ErrorResponse", answer);
    }
  }

  @ParameterizedTest
  @EnumSource(AiMock.Chaos.class)
  void chaosIsRoutedAround(AiMock.Chaos chaos) throws Exception {
    mock.chaos(provider.name(), chaos);

    HttpResponse<String> answer = gateway.chat(provider.askWithSpare("hello"));

    assertValid("CreateChatCompletionResponse", answer);
    assertThat(answer.headers().firstValue("x-strowger-provider"))
        .hasValue(MockedProvider.SPARE.name());
    assertThat(answer.headers().firstValue("x-strowger-attempts")).hasValue("2");
  }

  private HttpResponse<String> ask(String prompt, String more) throws Exception {
    return gateway.chat(provider.ask(prompt, more, ""));
  }

  private static void assertValid(String kind, HttpResponse<String> answer) throws Exception {
    assertThat(OpenApi.shared().violations(kind, answer.body())).as(answer.body()).isEmpty();
  }
}
