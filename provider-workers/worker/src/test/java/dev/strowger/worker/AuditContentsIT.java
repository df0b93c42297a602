package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Answer;
import dev.strowger.records.AuditContent;
import dev.strowger.records.AuditTerms;
import dev.strowger.records.Outcome;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Body;
import dev.strowger.topics.Topics;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What auditors get to see of prompts and answers. */
class AuditContentsIT extends WorkerRig {
  private RoutedRecord routed(RequestRecord request, String... pools) {
    var steps = java.util.Arrays.stream(pools).map(this::step).toList();
    return Requests.planned(
        Requests.routed(request, steps.toArray(dev.strowger.records.PlanStep[]::new)),
        plan -> plan.setAudit(new AuditTerms("full", "full")));
  }

  private List<AuditContent> contents() {
    return log.all(Topics.AUDIT_CONTENTS).stream()
        .filter(content -> content.getRequestId().equals(id))
        .toList();
  }

  private static String text(AuditContent content) {
    return new String(
        new Body(content.getBodyEncoding(), content.getBody()).unpack(1 << 20), UTF_8);
  }

  private static String sha256(ByteBuffer bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes.duplicate());
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void keepsPromptAndAnswerBeforeTheEndIsClaimed() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();

    log.route(routed(request().build(), "one"));

    Terminal end = log.terminal(id);
    List<AuditContent> contents = contents();
    Answer answer = (Answer) log.reply(id).getResult();
    assertThat(contents).extracting(AuditContent::getPart).containsExactly("prompt", "answer");
    assertThat(contents.get(0).getBody()).isEqualTo(Requests.body("hello"));
    assertThat(text(contents.get(1)))
        .isEqualTo(
            new String(
                new Body(answer.getBodyEncoding(), answer.getBody()).unpack(1 << 20), UTF_8));
    assertThat(end.getPromptHash()).isEqualTo(sha256(contents.get(0).getBody()));
    assertThat(end.getAnswerHash()).isEqualTo(sha256(contents.get(1).getBody()));
  }

  @Test
  void keepsAStreamAsItsClientGotIt() throws Exception {
    provider(
        "one",
        exchange -> {
          var out = ScriptedProvider.stream(exchange);
          ScriptedProvider.token(out, "Hel");
          ScriptedProvider.token(out, "lo");
          ScriptedProvider.finish(out);
        });
    startWorkers();

    log.route(routed(streamed().build(), "one"));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(contents()).hasSize(2);
    assertThat(text(contents().getLast())).contains("\"Hel\"", "\"lo\"");
    assertThat(end.getAnswerHash()).isEqualTo(sha256(contents().getLast().getBody()));
  }

  @Test
  void aRequestThatFailsHasAPromptAllTheSame() throws Exception {
    provider("one", ScriptedProvider.fails(400, "invalid_request_error", "no"));
    startWorkers();

    log.route(routed(request().build(), "one"));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(contents()).extracting(AuditContent::getPart).containsExactly("prompt");
    assertThat(end.getAnswerHash()).isEmpty();
  }
}
