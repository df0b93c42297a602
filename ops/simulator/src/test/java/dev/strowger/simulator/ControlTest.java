package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.Json;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ControlTest {
  private static Simulator simulator;
  private static Caller caller;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorConfig.onFreePorts());
    caller = new Caller(HttpClient.Version.HTTP_1_1);
  }

  @AfterAll
  static void stop() {
    caller.close();
    simulator.close();
  }

  @Test
  void changesOnlyWhatIsNamed() throws Exception {
    String one = simulator.url("anthropic") + "/_control";

    caller.put(one, "{\"ttft_ms\":5,\"error_rate\":0.25}");
    caller.put(one, "{\"ttft_ms\":0}");

    JsonNode state = caller.get(one);
    assertThat(state.path("error_rate").asDouble()).isEqualTo(0.25);
    assertThat(state.path("ttft_ms").asInt()).isZero();
    JsonNode other = caller.get(simulator.controlUrl() + "/_control/ollama");
    assertThat(other.path("error_rate").asDouble()).isZero();
    caller.put(one, "{\"error_rate\":0}");
  }

  @Test
  void thePortForAllChangesAll() throws Exception {
    HttpResponse<String> changed =
        caller.put(simulator.controlUrl() + "/_control", "{\"tokens_per_second\":123}");

    JsonNode all = Json.MAPPER.readTree(changed.body());
    assertThat(all.path("openai").path("tokens_per_second").asInt()).isEqualTo(123);
    assertThat(all.path("ollama").path("tokens_per_second").asInt()).isEqualTo(123);
    assertThat(all.path("anthropic").path("base_url").asText())
        .isEqualTo(simulator.baseUrls().get("anthropic"));
    caller.put(simulator.controlUrl() + "/_control", "{\"tokens_per_second\":0}");
  }

  @Test
  void saysWhatCannotBeUsedAndChangesNothing() throws Exception {
    String one = simulator.controlUrl() + "/_control/openai";
    JsonNode before = caller.get(one);

    HttpResponse<String> unknown = caller.put(one, "{\"ttft_ms\":9,\"eror_rate\":1}");
    HttpResponse<String> outside = caller.put(one, "{\"error_rate\":2}");
    HttpResponse<String> broken = caller.put(one, "{");

    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("eror_rate", "cut_after_tokens");
    assertThat(outside.body()).contains("error_rate must be from 0 to 1");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(caller.get(one)).isEqualTo(before);
    assertThat(caller.put(simulator.controlUrl() + "/_control/nobody", "{}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aProvidersOwnPortAnswersBeforeItGoesDown() throws Exception {
    String own = simulator.url("ollama") + "/_control";

    HttpResponse<String> response = caller.put(own, "{\"down\":true}");

    assertThat(response.statusCode()).isEqualTo(200);
    Caller.await(() -> refused(own));
    simulator.down("ollama", false);
    assertThat(caller.get(own + "/stats").path("requests").asInt()).isZero();
  }

  private static boolean refused(String url) {
    try {
      caller.get(url);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (java.io.IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
