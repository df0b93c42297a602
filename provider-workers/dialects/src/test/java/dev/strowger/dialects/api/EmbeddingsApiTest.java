package dev.strowger.dialects.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.embeddings.Embeddings;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Input;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Reading;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingsApiTest {
  @Test
  void readsEveryKindOfInput() {
    assertThat(read("{\"input\":\"a\"}").inputs()).containsExactly(new Input.Text("a"));
    assertThat(read("{\"input\":[\"a\",\"b\"]}").inputs())
        .containsExactly(new Input.Text("a"), new Input.Text("b"));
    assertThat(read("{\"input\":[1,2]}").inputs()).containsExactly(new Input.Tokens(List.of(1, 2)));
    assertThat(read("{\"input\":[[1],[2,3]]}").inputs())
        .containsExactly(new Input.Tokens(List.of(1)), new Input.Tokens(List.of(2, 3)));
  }

  @Test
  void readsHowTheVectorsAreWanted() {
    EmbeddingsRequest request =
        read(
            "{\"input\":\"a\",\"dimensions\":256,\"encoding_format\":\"base64\",\"user\":\"u\","
                + "\"input_type\":\"search_query\",\"truncate\":\"END\",\"model\":\"m\"}");

    assertThat(request.dimensions()).hasValue(256);
    assertThat(request.base64()).isTrue();
    assertThat(request.user()).hasValue("u");
    assertThat(request.inputType()).hasValue("search_query");
    assertThat(request.foreign()).containsExactly("truncate");
    assertThat(read("{\"input\":\"a\",\"dimensions\":null,\"encoding_format\":\"float\"}"))
        .isEqualTo(read("{\"input\":\"a\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}|input|expected a text, a list of texts, token ids or a list of lists of token ids
          {"input":5}|input|expected a text, a list of texts, token ids or a list of lists of token ids
          {"input":""}|input|input must not be empty
          {"input":[]}|input|input must not be empty
          {"input":["a",""]}|input|input[1] must not be empty
          {"input":["a",5]}|input|all inputs must be texts, or all lists of token ids
          {"input":["a",[5]]}|input|all inputs must be texts, or all lists of token ids
          {"input":[1,"a"]}|input|input must hold token ids only
          {"input":[[1],[]]}|input|input[1] must not be empty
          {"input":[[1],[-2]]}|input|input[1] must hold token ids only
          {"input":[1.5]}|input|input must hold token ids only
          {"input":"a","dimensions":0}|dimensions|expected a whole number of at least 1
          {"input":"a","dimensions":"256"}|dimensions|expected a whole number of at least 1
          {"input":"a","dimensions":1e9}|dimensions|expected a whole number of at least 1
          {"input":"a","encoding_format":"int8"}|encoding_format|expected float or base64
          {"input":"a","encoding_format":5}|encoding_format|expected a text
          {"input":"a","user":5}|user|expected a text
          """)
  void refusesByNameWhatIsWrong(String body, String param, String message) {
    assertThat(EmbeddingsApi.read(body.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.fault().kind()).isEqualTo(FailureKind.BAD_REQUEST);
              assertThat(unreadable.fault().param()).hasValue(param);
              assertThat(unreadable.fault().message()).isEqualTo(param + ": " + message);
            });
  }

  @Test
  void takesAsManyInputsAsOpenAi() {
    assertThat(read("{\"input\":" + texts(2_048) + "}").inputs()).hasSize(2_048);
    assertThat(EmbeddingsApi.read(("{\"input\":" + texts(2_049) + "}").getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> assertThat(unreadable.fault().message()).contains("at most 2048 inputs"));
  }

  @Test
  void writesVectorsAsNumbersOrAsBytes() {
    Embeddings made =
        new Embeddings(
            List.of(new float[] {1, -0.5f}, new float[] {0.25f, 2}), new TokenUsage(5, 0, 0, 0, 0));

    assertThat(Events.json(write("{\"input\":[\"a\",\"b\"]}", made)))
        .isEqualTo(
            Events.json(
                """
                {"object":"list","data":[
                  {"object":"embedding","index":0,"embedding":[1.0,-0.5]},
                  {"object":"embedding","index":1,"embedding":[0.25,2.0]}],
                 "model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}
                """));
    assertThat(
            Events.json(write("{\"input\":\"a\",\"encoding_format\":\"base64\"}", made))
                .at("/data/0/embedding")
                .asText())
        .isEqualTo("AACAPwAAAL8=");
  }

  private static byte[] write(String body, Embeddings made) {
    return EmbeddingsApi.write(Calls.sync("m", body), read(body), made);
  }

  private static String texts(int count) {
    return Collections.nCopies(count, "\"a\"").toString();
  }

  private static EmbeddingsRequest read(String body) {
    return switch (EmbeddingsApi.read(body.getBytes(UTF_8))) {
      case Reading.Read(EmbeddingsRequest request) -> request;
      case Reading.Unreadable(var fault) -> throw new AssertionError(fault);
    };
  }
}
