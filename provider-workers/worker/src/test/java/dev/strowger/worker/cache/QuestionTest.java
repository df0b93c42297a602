package dev.strowger.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.RequestRecord;
import dev.strowger.topics.Body;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {
  private static final String BODY =
      "{\"model\":\"gpt\",\"temperature\":0.5,\"max_tokens\":10,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\":[{\"content\":\"Hi ä\",\"role\":\"user\"}],\"max_tokens\":10,"
            + "\"temperature\":0.5,\"model\":\"gpt\"}",
        " { \"model\" : \"gpt\",\n \"temperature\":0.50, \"max_tokens\":1e1,"
            + "\"messages\":[ {\"role\":\"user\",\"content\":\"\\u0048i \\u00e4\"} ] } ",
        "{\"model\":\"gpt\",\"temperature\":5E-1,\"max_tokens\":10.0,\"user\":\"u-1\","
            + "\"metadata\":{\"team\":\"x\"},\"store\":false,\"stream\":false,"
            + "\"prompt_cache_key\":\"k\",\"prompt_cache_retention\":\"24h\","
            + "\"safety_identifier\":\"s\",\"service_tier\":\"auto\","
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}]}"
      })
  void theSameQuestionInOtherWritingHasTheSameKey(String other) {
    assertThat(key(Kept.request(other))).isEqualTo(key(Kept.request(BODY)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"gpt\",\"temperature\":0.5,\"max_tokens\":11,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}]}",
        "{\"model\":\"gpt\",\"temperature\":0.5,\"max_tokens\":\"10\","
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}]}",
        "{\"model\":\"gpt\",\"temperature\":0.5,\"max_tokens\":10,\"seed\":1,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}]}",
        "{\"model\":\"gpt\",\"temperature\":0.5,\"max_tokens\":10,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä \"}]}",
        "{\"model\":\"gpt\",\"temperature\":0.5,\"max_tokens\":10,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\",\"user\":\"u\"}]}",
        "{\"model\":\"gpt\",\"temperature\":0.5,\"max_tokens\":10,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"},"
            + "{\"role\":\"user\",\"content\":\"Hi ä\"}]}"
      })
  void anotherQuestionHasAnotherKey(String other) {
    assertThat(key(Kept.request(other))).isNotEqualTo(key(Kept.request(BODY)));
  }

  @Test
  void theOrderOfMessagesCounts() {
    String one = "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"b\"}]}";
    String two = "{\"messages\":[{\"role\":\"b\"},{\"role\":\"user\",\"content\":\"a\"}]}";

    assertThat(key(Kept.request(one))).isNotEqualTo(key(Kept.request(two)));
  }

  @Test
  void whoAsksAndHowIsPartOfTheKey() {
    String key = key(Kept.request(BODY));

    assertThat(key(Kept.request(BODY).setTenant("team-b"))).isNotEqualTo(key);
    assertThat(key(Kept.request(BODY).setApi("messages"))).isNotEqualTo(key);
    assertThat(key(Kept.request(BODY).setStream(true))).isNotEqualTo(key);
    assertThat(key(Kept.request(BODY).setLenient(true))).isNotEqualTo(key);
    assertThat(Question.of(Kept.request(BODY).build(), "space-2").orElseThrow().key())
        .isNotEqualTo(key);
  }

  @Test
  void tenantAndSpaceCannotBeShiftedIntoEachOther() {
    RequestRecord one = Kept.request(BODY).setTenant("ab").build();
    RequestRecord two = Kept.request(BODY).setTenant("a").build();

    assertThat(Question.of(one, "c").orElseThrow().key())
        .isNotEqualTo(Question.of(two, "bc").orElseThrow().key());
  }

  @Test
  void aPackedBodyIsTheSameQuestion() {
    String large = BODY.replace("Hi", "Hi ".repeat(40_000));
    Body packed = Body.pack(large.getBytes(StandardCharsets.UTF_8));

    assertThat(key(Kept.request("").setBodyEncoding(packed.encoding()).setBody(packed.bytes())))
        .isEqualTo(key(Kept.request(large)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1]",
        "{\"a\":1",
        "{\"a\":1} x",
        "{\"model\":\"a\",\"model\":\"b\"}",
        "{\"messages\":[{\"role\":\"user\",\"role\":\"system\"}]}"
      })
  void whatCanBeReadInTwoWaysIsNoQuestion(String body) {
    assertThat(Question.of(Kept.request(body).build(), Kept.SPACE)).isEmpty();
  }

  @Test
  void aBodyThatIsTooLargeIsNoQuestion() {
    String large = BODY.replace("Hi", "x".repeat(Question.MOST_BODY_BYTES));

    assertThat(Question.of(Kept.request(large).build(), Kept.SPACE)).isEmpty();
  }

  @Test
  void hugeExponentsCostNothing() {
    String one = "{\"seed\":1e999999999}";
    String two = "{\"seed\":10e999999998}";

    assertThat(key(Kept.request(one))).isEqualTo(key(Kept.request(two)));
  }

  private static String key(RequestRecord.Builder request) {
    return Question.of(request.build(), Kept.SPACE).orElseThrow().key();
  }
}
