package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may go out and come in, by a policy that changes while requests come. */
class GuardrailsIT extends PolicyRig {
  private static final String GUARDED =
      ROUTES
          + """
          redact: {detectors: [pii.*]}
          guardrails:
            input: {blocked: [{name: zebra, pattern: '(?i)project\\s+zebra'}]}
          """;

  @Test
  void aGuardrailHoldsAsSoonAsThePolicyHasIt() throws Exception {
    for (boolean stream : List.of(false, true)) {
      String body = ask("switched", "Tell me of Project  Zebra", stream);
      assertThat(gateway.chat(body).statusCode()).isEqualTo(200);
      apply(GUARDED);
      try {
        HttpResponse<String> refused =
            until(() -> gateway.chat(body), answer -> answer.statusCode() != 200);

        JsonNode error = json(refused, 400).path("error");
        assertThat(error.path("code").asText()).isEqualTo("content_policy_violation");
        assertThat(error.path("message").asText()).contains("zebra").doesNotContain("Tell me");
        assertThat(gateway.chat(ask("switched", "I am jane@example.com", stream)).statusCode())
            .isEqualTo(200);
      } finally {
        rollback();
      }
      until(() -> gateway.chat(body), answer -> answer.statusCode() == 200);
    }
  }
}
