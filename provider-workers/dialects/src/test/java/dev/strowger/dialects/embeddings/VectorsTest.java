package dev.strowger.dialects.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
  @Test
  void readsNumbersAndBase64Alike() throws IOException {
    assertThat(read("[0.25,-0.5]")).hasValueSatisfying(VectorsTest::isTheVector);
    assertThat(read("\"AACAPgAAAL8=\"")).hasValueSatisfying(VectorsTest::isTheVector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"\"", "\"AAA=\"", "\"%%\"", "null", "{}", "[1,\"2\"]", "[null]"})
  void isEmptyForWhatIsNoVector(String json) throws IOException {
    assertThat(read(json)).isEmpty();
  }

  private static void isTheVector(float[] vector) {
    assertThat(vector).containsExactly(0.25f, -0.5f);
  }

  private static Optional<float[]> read(String json) throws IOException {
    return Vectors.read(new ObjectMapper().readTree(json));
  }
}
