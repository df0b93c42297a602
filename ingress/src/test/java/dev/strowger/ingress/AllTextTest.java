package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.features.Detectors;
import dev.strowger.features.Detectors.BuiltIn;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllTextTest {
  @Test
  void namesOfFieldsReachAProviderAsWell() throws Exception {
    AllText all =
        text(
            "{\"tools\":[{\"function\":{\"parameters\":{\"properties\":"
                + "{\"jane.doe@example.com\":{\"type\":\"string\"}}}}}]}");

    assertThat(all.whole()).isTrue();
    assertThat(Detectors.of(List.of(BuiltIn.values()), List.of()).in(all.text()))
        .containsExactly("pii.email");
  }

  @Test
  void stringsAndNumbersStandByThemselves() throws Exception {
    assertThat(text("{\"a\":[\"b\",1,{\"c\":true}]}").text()).isEqualTo("a\nb\n1\nc\n");
  }

  @Test
  void whatCannotBeReadOrIsTooLongIsNotAllOfIt() throws Exception {
    assertThat(text("{\"a\":\"" + "QUJD".repeat(400) + "\"}").whole()).isFalse();
    assertThat(text("{\"a\":\"" + "a b ".repeat(Detectors.MAX_CHARS / 4) + "\"}").whole())
        .isFalse();
  }

  private static AllText text(String body) throws IOException {
    return AllText.of(body.getBytes(UTF_8));
  }
}
