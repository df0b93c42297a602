package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Candidate;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EndedRequest;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.HealthState;
import dev.strowger.records.OpenRequest;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Price;
import dev.strowger.records.ProviderHealth;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.SchemaRegistry;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final String DIRECT = "openai/gpt-4o-mini";

  @Test
  void goesToThePoolOfTheFirstStepWithItsPlan() {
    try (Bench bench = Bench.withPolicy()) {
      RequestRecord request = Samples.request("r1", DIRECT);
      bench.ask(request);

      RoutedRecord routed = bench.routed("openai").getFirst();
      assertThat(routed.getRequest()).isEqualTo(request);
      assertThat(routed.getStep()).isZero();
      assertThat(routed.getPath()).isEmpty();
      assertThat(routed.getPlan().getRoute()).isEqualTo("direct");
      assertThat(routed.getPlan().getPolicyVersion())
          .isEqualTo(bench.policy.get().map(p -> p.policy().version()).orElseThrow());
      assertThat(routed.getPlan().getSteps())
          .containsExactly(
              PlanStep.newBuilder()
                  .setPool("openai")
                  .setProvider("openai")
                  .setModel("gpt-4o-mini")
                  .setIdleTimeoutMs(10_000)
                  .setPrice(
                      new Price(
                          "USD", 150_000L, 600_000L, 150_000L, 150_000L, null, null, null, null,
                          null, 0L))
                  .setReason("direct")
                  .build());
      assertThat(bench.state("r1")).isInstanceOf(OpenRequest.class);
      assertThat(bench.events()).isEmpty();
    }
  }

  @Test
  void routedRecordsAreKeyedByRequestAndDecisionsByTenant() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));

      assertThat(bench.records(Topics.routed("openai"))).extracting(r -> r.key).containsOnly("r1");
      assertThat(bench.records(Topics.DECISIONS)).extracting(r -> r.key).containsOnly("team-a");
    }
  }

  @Test
  void writesDownWhyThePlanIsAsItIs() {
    try (Bench bench = Bench.withPolicy()) {
      bench.down.changed("anthropic", health("anthropic", HealthState.DOWN));
      bench.ask(Samples.request("r1", "gpt-4o-mini"));

      DecisionRecord decision = bench.decisions().getFirst();
      assertThat(decision.getRefusal()).isNull();
      assertThat(decision.getRoute()).isEqualTo("chat-mid-tier");
      assertThat(decision.getAt()).isEqualTo(Samples.START);
      assertThat(decision.getCandidates())
          .containsExactly(
              new Candidate(
                  "anthropic",
                  "claude-haiku-4-5",
                  60L,
                  -1,
                  "excluded: its provider is down",
                  Map.of()),
              new Candidate("openai", "gpt-4o-mini", 40L, 0, "weighted choice", Map.of()),
              new Candidate("ollama", "llama-3.1", 0L, 1, "fallback", Map.of()));
      assertThat(bench.routed("openai")).hasSize(1);
    }
  }

  @Test
  void aRepetitionOfAnOpenOrEndedRequestChangesNothing() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", DIRECT));
      bench.ask(Samples.request("r1", DIRECT));
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));
      bench.ask(Samples.request("r1", DIRECT));

      assertThat(bench.routed("openai")).hasSize(1);
      assertThat(bench.decisions()).hasSize(1);
      assertThat(bench.events()).hasSize(1);
      assertThat(bench.count("requests", "ruling", "duplicate")).isEqualTo(2);
    }
  }

  @Test
  void refusesAnUnknownModelWithOneReplyOneEventAndOneDecision() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(Samples.request("r1", "gpt-9"));

      ReplyRecord reply = bench.replies().getFirst();
      Failure failure = (Failure) reply.getResult();
      assertThat(reply.getRequestId()).isEqualTo("r1");
      assertThat(failure.getStatus()).isEqualTo(404);
      assertThat(failure.getType()).isEqualTo("invalid_request_error");
      assertThat(failure.getCode()).isEqualTo("model_not_found");
      assertThat(failure.getMessage()).contains("gpt-9").contains("gpt-4o-mini");
      assertThat(bench.decisions().getFirst().getRefusal()).isEqualTo(failure.getMessage());
      EventRecord event = bench.events().getFirst();
      assertThat(event.getEventId()).isEqualTo("r1/end");
      assertThat(((Terminal) event.getDetail()).getOutcome()).isEqualTo(Outcome.REFUSED);
      assertThat(((Terminal) event.getDetail()).getFailure()).isEqualTo("model_not_found");
      assertThat(bench.state("r1")).isInstanceOf(EndedRequest.class);
    }
  }

  @Test
  void refusesWithRetryAfterWhileThereIsNoPolicy() {
    try (Bench bench = new Bench()) {
      bench.ask(Samples.request("r1", DIRECT));

      Failure failure = (Failure) bench.replies().getFirst().getResult();
      assertThat(failure.getStatus()).isEqualTo(503);
      assertThat(failure.getMessage()).isEqualTo("No routing policy has been published yet.");
      assertThat(failure.getRetryAfterMs()).isEqualTo(5000);
      assertThat(bench.events()).hasSize(1);
    }
  }

  @Test
  void abandonsARequestThatWaitedPastItsDeadline() {
    try (Bench bench = Bench.withPolicy()) {
      bench.pass(Samples.PATIENCE.plusMillis(1));
      bench.ask(Samples.request("r1", DIRECT));

      assertThat(bench.routed("openai")).isEmpty();
      assertThat(((Failure) bench.replies().getFirst().getResult()).getStatus()).isEqualTo(504);
      Terminal terminal = (Terminal) bench.events().getFirst().getDetail();
      assertThat(terminal.getOutcome()).isEqualTo(Outcome.ABANDONED);
      assertThat(terminal.getMessage()).contains("expired before it was routed");
      assertThat(terminal.getTotalUs()).isEqualTo(Samples.PATIENCE.plusMillis(1).toMillis() * 1000);
    }
  }

  @Test
  void refusesWhatItsTopicWouldNotTake() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(
          Samples.request("r1", DIRECT, Samples.START, new byte[Bench.MAX_RECORD_BYTES - 100]));
      bench.ask(Samples.request("r2", DIRECT, Samples.START, new byte[Bench.MAX_RECORD_BYTES / 2]));

      assertThat(((Failure) bench.replies().getFirst().getResult()).getStatus()).isEqualTo(413);
      assertThat(bench.routed("openai"))
          .extracting(r -> r.getRequest().getRequestId())
          .containsExactly("r2");
    }
  }

  @Test
  void endsARequestEvenIfNobodyCanHearTheReply() {
    try (Bench bench = Bench.withPolicy()) {
      bench.missingTopics.add(Samples.REPLIES);
      bench.ask(Samples.request("r1", "gpt-9"));

      assertThat(bench.events()).hasSize(1);
      assertThat(bench.meters.find("strowger.router.replies.without.reader").counter())
          .satisfies(c -> assertThat(c.count()).isEqualTo(1));
    }
  }

  @Test
  void aRecordThatCannotBeReadIsBuriedAndTheNextOneIsRouted() {
    try (Bench bench = Bench.withPolicy()) {
      byte[] good = bench.bytes(Topics.REQUESTS, Samples.request("r1", DIRECT));
      byte[] cut = java.util.Arrays.copyOf(good, 20);
      byte[] unknownSchema = good.clone();
      unknownSchema[1] = 99;

      bench.pipe(Topics.REQUESTS, "team-a", new byte[] {1, 2, 3});
      bench.pipe(Topics.REQUESTS, "team-a", cut);
      bench.pipe(Topics.REQUESTS, "team-a", unknownSchema);
      bench.pipe(Topics.REQUESTS, "team-a", null);
      bench.pipe(Topics.REQUESTS, "team-b", good);
      bench.pipe(Topics.REQUESTS, "team-a", good);

      List<dev.strowger.records.DeadLetter> letters = bench.deadLetters();
      assertThat(letters).hasSize(5).allMatch(l -> l.getTopic().equals("llm.requests"));
      assertThat(letters.getFirst().getReason()).contains("wire format");
      assertThat(letters.getFirst().getValue().array()).containsExactly(1, 2, 3);
      assertThat(letters.getLast().getReason()).isEqualTo("its key is not its tenant");
      assertThat(bench.routed("openai")).hasSize(1);
      assertThat(bench.count("dead.letters", "topic", "llm.requests")).isEqualTo(5);
    }
  }

  @Test
  void aRecordIsNotGivenUpWhileTheRegistryIsOutOfReach() {
    boolean[] reachable = {true};
    try (Bench bench = new Bench(new RecordSerdes(registry(reachable)))) {
      byte[] good = bench.bytes(Topics.REQUESTS, Samples.request("r1", DIRECT));
      reachable[0] = false;

      Assertions.assertThatThrownBy(() -> bench.pipe(Topics.REQUESTS, "team-a", good))
          .hasRootCauseInstanceOf(IOException.class);
      assertThat(bench.deadLetters()).isEmpty();
    }
  }

  @Test
  void anErrorOfOursIsARefusalAndADeadLetterButNoCrash() {
    List<Ruling> rulings = new ArrayList<>();
    try (Bench bench = Bench.withPolicy()) {
      OtherwisePolicy.on(
          bench,
          planned -> {
            throw new IllegalStateException("broken");
          });
      Routing routing =
          new Routing(
              () -> bench.instead.map(p -> PolicyInForce.of(p, List.of())),
              new Surroundings(bench.down, bench.targets, bench.stopped),
              Encoders.of(bench.serdes, 100));
      rulings.add(
          routing.rule(
              Samples.request("r1", DIRECT),
              Samples.START,
              Samples.START.plus(Duration.ofSeconds(1)),
              (request, plan, at, thrifty) -> {
                throw new AssertionError("nothing was decided");
              }));
    }

    assertThat(rulings.getFirst())
        .isInstanceOfSatisfying(
            Ruling.Refused.class,
            r -> {
              assertThat(r.bug()).contains("java.lang.IllegalStateException");
              assertThat(((Failure) r.reply().getResult()).getStatus()).isEqualTo(500);
              assertThat(((Failure) r.reply().getResult()).getMessage()).doesNotContain("broken");
            });
  }

  private static SchemaRegistry registry(boolean[] reachable) {
    InMemorySchemaRegistry inner = new InMemorySchemaRegistry();
    return new SchemaRegistry() {
      @Override
      public int idOf(String subject, Schema schema) {
        return inner.idOf(subject, schema);
      }

      @Override
      public Schema byId(int id) {
        if (!reachable[0]) {
          throw new RegistryException("out of reach", new IOException("connection refused"));
        }
        return inner.byId(id);
      }
    };
  }

  private static ProviderHealth health(String provider, HealthState state) {
    return new ProviderHealth(provider, "openai", state, false, Samples.START, "", "", "", null);
  }
}
