package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Map;

/** What a response must say. */
final class Said {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Said() {}

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  static void assertError(HttpResponse<String> response, int status, String type, String code)
      throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode root = JSON.readTree(response.body());
    assertThat(root.properties()).hasSize(1);
    JsonNode error = root.path("error");
    assertThat(error.properties().stream().map(Map.Entry::getKey))
        .containsExactly("message", "type", "param", "code");
    assertThat(error.path("type").asText()).isEqualTo(type);
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).isNotBlank();
    assertThat(header(response, "x-request-id")).startsWith("req_");
  }
}
