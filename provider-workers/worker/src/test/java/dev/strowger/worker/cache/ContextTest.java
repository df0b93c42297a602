package dev.strowger.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextTest {
  @Test
  void onlyTheLastUserMessageMayDiffer() {
    String context = context(Kept.saying("What is the refund policy?").build());

    assertThat(context).isNotEmpty();
    assertThat(context(Kept.saying("How do refunds work?").build())).isEqualTo(context);
    assertThat(context(Kept.saying("How do refunds work?").setTenant("team-b").build()))
        .isNotEqualTo(context);
    assertThat(context(Kept.saying("How do refunds work?").setStream(true).build()))
        .isNotEqualTo(context);
    assertThat(
            context(
                Kept.request(
                        "{\"model\":\"gpt\",\"messages\":[{\"role\":\"system\",\"content\":"
                            + "\"Be rude.\"},{\"role\":\"user\",\"content\":\"Refunds?\"}]}")
                    .build()))
        .isNotEqualTo(context);
  }

  @Test
  void otherNumbersAreAnotherContext() {
    String context = context(Kept.saying("What is 17 times 3?").build());

    assertThat(context(Kept.saying("Tell me 17 times 3").build())).isEqualTo(context);
    assertThat(context(Kept.saying("What is 18 times 3?").build())).isNotEqualTo(context);
    assertThat(context(Kept.saying("What is 3 times 17?").build())).isNotEqualTo(context);
  }

  @Test
  void aContextIsNoKey() {
    Question question = Kept.question(Kept.saying("Hi").build());

    assertThat(question.context()).isNotEqualTo(question.key());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "messages|{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
        "messages|{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
            + "\"text\":\"Hi\"}]}]}",
        "responses|{\"input\":\"Hi\"}",
        "responses|{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
            + "\"text\":\"Hi\"}]}]}",
        "completions|{\"prompt\":\"Hi\"}"
      })
  void everyApiWithWordsHasAContext(String api, String body) {
    assertThat(context(Kept.request(body).setApi(api).build())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},"
            + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":[]}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"tool\","
            + "\"content\":\"4\"}]}",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\","
            + "\"content\":\"The\"}]}",
        "{\"messages\":[]}",
        "{\"input\":\"Hi\"}"
      })
  void whatIsNotWordsAloneIsFoundByItsKeyOnly(String body) {
    assertThat(context(Kept.request(body).build())).isEmpty();
  }

  @Test
  void wordsThatAnEmbeddingDoesNotReachAreFoundByTheirKeyOnly() {
    assertThat(context(Kept.saying("word ".repeat(100)).build())).isNotEmpty();
    assertThat(context(Kept.saying("word ".repeat(200)).build())).isEmpty();
    assertThat(context(Kept.saying("字".repeat(254)).build())).isNotEmpty();
    assertThat(context(Kept.saying("字".repeat(255)).build())).isEmpty();
  }

  @Test
  void whatTheModelHasNoPiecesForMustBeTheSame() {
    String context = context(Kept.saying("What does 😀 mean?").build());

    assertThat(context(Kept.saying("What is the meaning of 😀?").build())).isEqualTo(context);
    assertThat(context(Kept.saying("What does 😡 mean?").build())).isNotEqualTo(context);
    assertThat(context(Kept.saying("日本の首都はどこですか").build()))
        .isNotEqualTo(context(Kept.saying("中国の首都はどこですか").build()));
    assertThat(context(Kept.saying("What’s a “refund” – briefly?").build()))
        .isEqualTo(context(Kept.saying("What's a refund?").build()));
  }

  private static String context(dev.strowger.records.RequestRecord request) {
    return Kept.question(request).context();
  }
}
