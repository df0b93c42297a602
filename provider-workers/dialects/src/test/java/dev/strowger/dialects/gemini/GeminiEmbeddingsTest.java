package dev.strowger.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Input;
import dev.strowger.dialects.wire.EmbeddingsWire;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiEmbeddingsTest {
  private final EmbeddingsWire wire = new GeminiWire().embeddings().orElseThrow();
  private final Losses losses = new Losses(false);

  @ParameterizedTest
  @CsvSource({
    "GEMINI,gemini-embedding-2,/models/gemini-embedding-2:batchEmbedContents",
    "VERTEX,text-embedding-005,/publishers/google/models/text-embedding-005:predict",
    "VERTEX,gemini-embedding-001,/publishers/google/models/gemini-embedding-001:predict",
    "VERTEX,gemini-embedding-2,/publishers/google/models/gemini-embedding-2:embedContent"
  })
  void addressesTheModel(Family family, String model, String path) {
    ProviderRequest request = write(family, model, request(1, "CLUSTERING"));

    assertThat(request.uri().toString()).isEqualTo("https://provider.example/base" + path);
    assertThat(losses.fault()).isEmpty();
  }

  @Test
  void takesOneTextForGeminiInVertex() {
    write(Family.VERTEX, "gemini-embedding-001", request(2, "clustering"));

    assertThat(losses.fault().flatMap(Fault::param)).hasValue("input");
  }

  @Test
  void takesAHundredTexts() {
    write(Family.GEMINI, "gemini-embedding-001", request(100, "search_document"));
    assertThat(losses.fault()).isEmpty();

    write(Family.GEMINI, "gemini-embedding-001", request(101, "search_document"));
    assertThat(losses.fault().flatMap(Fault::param)).hasValue("input");
  }

  @Test
  void refusesTokensAndPurposesItDoesNotKnow() {
    write(Family.GEMINI, "m", request(1, "image"));
    assertThat(losses.fault().flatMap(Fault::param)).hasValue("input_type");

    Losses others = new Losses(true);
    wire.write(
        new EmbeddingsRequest(
            List.of(new Input.Tokens(List.of(1))),
            OptionalLong.empty(),
            false,
            Optional.empty(),
            Optional.empty()),
        call("m"),
        Calls.provider(Family.GEMINI),
        others);
    assertThat(others.fault().flatMap(Fault::param)).hasValue("input");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"embeddings\":[]}",
        "{\"embeddings\":[{\"values\":[]}]}",
        "{\"embeddings\":[{\"values\":[1,\"2\"]}]}",
        "{\"embeddings\":[{\"values\":[1]},{\"values\":[2]}]}",
        "{\"predictions\":[{}]}"
      })
  void takesNothingElseForVectors(String body) {
    assertThat(read(200, body))
        .isInstanceOfSatisfying(
            EmbeddingsWire.Reading.Failed.class,
            failed -> assertThat(failed.fault().kind()).isEqualTo(FailureKind.PROVIDER_ERROR));
  }

  @Test
  void tellsWhyThereAreNoVectors() {
    assertThat(
            read(
                429,
                "{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\"}}"))
        .isInstanceOfSatisfying(
            EmbeddingsWire.Reading.Failed.class,
            failed -> assertThat(failed.fault().kind()).isEqualTo(FailureKind.RATE_LIMITED));
  }

  private EmbeddingsWire.Reading read(int status, String body) {
    return wire.read(
        Calls.response(status, body),
        request(1, "clustering"),
        call("m"),
        Calls.provider(Family.GEMINI));
  }

  private ProviderRequest write(Family family, String model, EmbeddingsRequest request) {
    return wire.write(request, call(model), Calls.provider(family), losses);
  }

  private static Call call(String model) {
    return Calls.sync(model, "{}");
  }

  private static EmbeddingsRequest request(int texts, String type) {
    return new EmbeddingsRequest(
        Collections.nCopies(texts, new Input.Text("a")),
        OptionalLong.empty(),
        false,
        Optional.empty(),
        Optional.of(type));
  }
}
