package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a policy can ask for, through all parts of one gateway. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PolicyIT extends PolicyRig {
  @Test
  @Order(1)
  void theSameRequestIsAnsweredFromTheCacheWithinItsTenantOnly() throws Exception {
    String body = ask("cached", "What is the capital of France, in 20 words?", false);
    HttpResponse<String> first = gateway.chat(body);
    assertThat(header(first, "x-strowger-cache")).isEqualTo("miss");
    HttpResponse<String> again =
        until(() -> gateway.chat(body), a -> header(a, "x-strowger-cache").equals("exact"));

    // Answers are kept a moment after they are given: some may have been asked anew until then.
    assertThat(gateway.chat(body).body()).isEqualTo(again.body());
    assertThat(header(again, "x-strowger-model")).isEqualTo("large");
    assertThat(header(gateway.chat(body, keyOf("other-tenant")), "x-strowger-cache"))
        .isEqualTo("miss");
    assertThat(
            header(
                gateway.post("/chat/completions", body, "x-strowger-cache", "bypass"),
                "x-strowger-cache"))
        .isEmpty();
    String id = header(again, "x-request-id");
    awaitSql("SELECT count() FROM requests WHERE request_id = '" + id + "'", "1");
    assertThat(sql("SELECT cost_micros FROM requests WHERE request_id = '" + id + "'"))
        .isEqualTo("0");
    assertThat(
            Long.parseLong(
                sql("SELECT saved_micros FROM requests WHERE request_id = '" + id + "'")))
        .isPositive();
  }

  @Test
  @Order(2)
  void aSimilarRequestIsAnsweredFromTheCacheAndAStreamOfItsOwn() throws Exception {
    String asked = ask("cached", "How do I reset my password on the portal?", true);
    HttpResponse<String> first = gateway.chat(asked);
    assertThat(header(first, "x-strowger-cache")).isEqualTo("miss");
    HttpResponse<String> again =
        until(() -> gateway.chat(asked), a -> header(a, "x-strowger-cache").equals("exact"));
    assertThat(again.body()).endsWith("data: [DONE]\n\n");
    assertThat(gateway.chat(asked).body()).isEqualTo(again.body());

    HttpResponse<String> similar =
        gateway.chat(ask("cached", "How can I reset my password on the portal?", true));

    assertThat(header(similar, "x-strowger-cache")).isEqualTo("semantic");
    assertThat(similar.body()).isEqualTo(again.body());
    HttpResponse<String> other =
        gateway.chat(ask("cached", "Which restaurants near the harbour serve fish?", true));
    assertThat(header(other, "x-strowger-cache")).isEqualTo("miss");
  }

  @Test
  @Order(3)
  void anAnswerThatIsNotGoodEnoughMovesThePlanOn() throws Exception {
    for (boolean stream : List.of(false, true)) {
      HttpResponse<String> answer = gateway.chat(ask("local-first", "In 20 words", stream));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(header(answer, "x-strowger-model")).isEqualTo("large");
      assertThat(header(answer, "x-strowger-attempts")).isEqualTo("2");
      String id = header(answer, "x-request-id");
      awaitSql("SELECT count() FROM requests WHERE request_id = '" + id + "'", "1");
      assertThat(sql("SELECT escalations FROM requests WHERE request_id = '" + id + "'"))
          .isEqualTo("1");
      awaitSql(
          "SELECT result FROM attempts WHERE request_id = '" + id + "' AND model = 'small'",
          "not_accepted");
    }
  }

  @Test
  @Order(4)
  void whatARuleForbidsIsRefusedWithItsName() throws Exception {
    String body =
        "{\"model\":\"secret\",\"metadata\":{\"area\":\"secret\"},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    HttpResponse<String> answer = gateway.chat(body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    JsonNode error = JSON.readTree(answer.body()).path("error");
    assertThat(error.path("code").asText()).isEqualTo("policy_denied");
    assertThat(error.path("message").asText()).contains("house-rule");
    JsonNode decision = decision(header(answer, "x-request-id"));
    assertThat(decision.toString()).contains("house-rule").contains("excluded");
  }

  @Test
  @Order(5)
  void whoWantsToKnowIsToldWhy() throws Exception {
    HttpResponse<String> answer =
        gateway.post("/chat/completions", ask("trial", "hi", false), "x-strowger-explain", "true");

    assertThat(header(answer, "x-strowger-decision")).contains("trial");
    assertThat(header(gateway.chat(ask("trial", "hi", false)), "x-strowger-decision")).isEmpty();
    JsonNode decision = decision(header(answer, "x-request-id"));
    assertThat(decision.toString()).contains("other-trial").contains("large");
  }

  @Test
  @Order(6)
  void anExperimentThatIsWorseThanItsGuardAllowsIsStopped() throws Exception {
    gateway.simulate("anthropic", "{\"ttft_ms\":800}");
    try {
      List<String> models = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        models.add(header(gateway.chat(ask("trial", "In 5 words", false)), "x-strowger-model"));
      }
      assertThat(models).contains("other", "large");
      until(
          () -> gateway.admin("GET", "/admin/experiments", ""),
          answer -> answer.body().contains("\"stopped\":true"));
      Thread.sleep(Duration.ofSeconds(1));

      for (int i = 0; i < 20; i++) {
        HttpResponse<String> answer = gateway.chat(ask("trial", "In 5 words", false));
        assertThat(header(answer, "x-strowger-model")).isEqualTo("large");
      }
    } finally {
      gateway.simulate("anthropic", "{\"ttft_ms\":5}");
    }
  }

  @Test
  @Order(7)
  void aChangeIsInForceWithinASecondAndNoRequestIsDropped() throws Exception {
    record Answered(Instant at, int status, String model) {}
    List<Answered> answered = new CopyOnWriteArrayList<>();
    Thread load =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!Thread.currentThread().isInterrupted()) {
                    try {
                      Instant at = Instant.now();
                      HttpResponse<String> answer =
                          gateway.chat(ask("switched", "In 5 words", false));
                      answered.add(
                          new Answered(
                              at, answer.statusCode(), header(answer, "x-strowger-model")));
                    } catch (InterruptedException e) {
                      return;
                    } catch (Exception e) {
                      answered.add(new Answered(Instant.now(), -1, e.toString()));
                    }
                  }
                });
    Thread.sleep(Duration.ofSeconds(1));
    apply(
        ROUTES.replace(
            "match: {model: switched}\n    targets: [{provider: openai, model: large}]",
            "match: {model: switched}\n    targets: [{provider: anthropic, model: other}]"));
    Instant changed = Instant.now();
    Thread.sleep(Duration.ofSeconds(3));
    load.interrupt();
    load.join();

    assertThat(answered).hasSizeGreaterThan(20).allMatch(a -> a.status() == 200);
    assertThat(answered.getFirst().model()).isEqualTo("large");
    assertThat(answered)
        .filteredOn(a -> a.at().isAfter(changed.plusSeconds(1)))
        .isNotEmpty()
        .allMatch(a -> a.model().equals("other"));
    rollback();
    assertThat(header(gateway.chat(ask("switched", "hi", false)), "x-strowger-model"))
        .isEqualTo("large");
  }

  @Test
  @Order(8)
  void yesterdaysTrafficIsReplayedAgainstTomorrowsPolicy() throws Exception {
    String policy =
        JSON.writeValueAsString(
            Map.of(
                "routes",
                ROUTES.replace(
                    "match: {model: switched}\n    targets: [{provider: openai, model: large}]",
                    "match: {model: switched}\n    targets: [{provider: on-site, model: small}]"),
                "models",
                MODELS,
                "from",
                Instant.now().minus(Duration.ofHours(1)).toString(),
                "to",
                Instant.now().toString()));
    // Decisions can be read when the router has committed them.
    Thread.sleep(Duration.ofSeconds(3));
    JsonNode one = replay(policy);
    JsonNode two = replay(policy);

    assertThat(two).isEqualTo(one);
    assertThat(one.at("/totals/decisions").asLong()).isGreaterThan(50);
    assertThat(one.at("/totals/changed").asLong()).isPositive();
    JsonNode small = one.at("/shares/models").path("on-site/small");
    assertThat(small.path("after").asLong()).isGreaterThan(small.path("before").asLong());
    assertThat(one.at("/changed").toString()).contains("on-site");
  }
}
