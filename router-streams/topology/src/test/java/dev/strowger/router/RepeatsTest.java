package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EndedRequest;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.IdempotentRequest;
import dev.strowger.records.Outcome;
import dev.strowger.records.Repeat;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients ask again with the same Idempotency-Key. */
class RepeatsTest {
  private static final String DIRECT = "openai/gpt-4o-mini";
  private static final String KEY = "key-1";

  @Test
  void aRepeatOfARequestUnderWayGetsItsAnswerAndIsNotRouted() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(asked("r1", "body"));
      bench.ask(asked("r2", "body"));

      assertThat(bench.routed("openai")).hasSize(1);
      ReplyRecord reply = bench.replies().getFirst();
      assertThat(reply.getRequestId()).isEqualTo("r2");
      assertThat(reply.getResult()).isEqualTo(new Repeat("r1", false, false));
      EventRecord event = bench.events().getFirst();
      assertThat(event.getEventId()).isEqualTo("r2/end");
      Terminal terminal = (Terminal) event.getDetail();
      assertThat(terminal.getOutcome()).isEqualTo(Outcome.REFUSED);
      assertThat(terminal.getFailure()).isEqualTo("repeat");
      assertThat(terminal.getCostMicros()).isZero();
      assertThat(terminal.getPath()).isEmpty();
      DecisionRecord decision = bench.decisions().getLast();
      assertThat(decision.getRequestId()).isEqualTo("r2");
      assertThat(decision.getRefusal()).contains("repeats r1");
      assertThat(bench.state("r2")).isInstanceOf(EndedRequest.class);
      assertThat(bench.count("requests", "ruling", "repeat")).isEqualTo(1);
    }
  }

  @Test
  void aRepeatOfAnAnsweredRequestIsToldSo() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(asked("r1", "body"));
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));
      bench.ask(asked("r2", "body"));
      bench.pass(Duration.ofMinutes(4));
      assertThat(bench.ledger()).isEmpty();
      bench.ask(asked("r3", "body"));

      assertThat(bench.routed("openai")).hasSize(1);
      assertThat(bench.replies())
          .extracting(ReplyRecord::getResult)
          .containsExactly(new Repeat("r1", false, true), new Repeat("r1", false, true));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ANSWERED", mode = EnumSource.Mode.EXCLUDE)
  void whatEndedWithoutAnAnswerIsWorkedOnAgain(Outcome outcome) {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(asked("r1", "body"));
      bench.claim(Samples.terminal("r1", outcome));
      bench.ask(asked("r2", "body"));
      bench.ask(asked("r3", "body"));

      assertThat(bench.routed("openai"))
          .extracting(r -> r.getRequest().getRequestId())
          .containsExactly("r1", "r2");
      assertThat(bench.replies().getFirst().getResult()).isEqualTo(new Repeat("r2", false, false));
    }
  }

  @Test
  void whatExpiredFreesItsKey() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(asked("r1", "body"));
      bench.pass(Samples.PATIENCE.plus(LedgerTerms.DEFAULT.grace()).plusSeconds(2));
      assertThat(((Failure) bench.replies().getFirst().getResult()).getStatus()).isEqualTo(504);
      assertThat(bench.keys()).isEmpty();
    }
  }

  @Test
  void whatIsRefusedDoesNotHoldItsKey() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(keyed(Samples.request("r1", "gpt-9"), "body"));
      bench.ask(asked("r2", "body"));

      assertThat(bench.routed("openai")).hasSize(1);
    }
  }

  @Test
  void anotherBodyUnderTheSameKeyIsTold() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(asked("r1", "body"));
      bench.ask(asked("r2", "another"));

      assertThat(bench.routed("openai")).hasSize(1);
      assertThat(bench.replies().getFirst().getResult()).isEqualTo(new Repeat("r1", true, false));
      assertThat(bench.decisions().getLast().getRefusal()).contains("had another body");
      assertThat(((Terminal) bench.events().getFirst().getDetail()).getFailure())
          .isEqualTo("repeat");
    }
  }

  @Test
  void theFirstRequestDeliveredAgainIsADuplicateAndNoRepeat() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(asked("r1", "body"));
      bench.ask(asked("r1", "body"));
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));
      bench.pass(Duration.ofMinutes(4));
      assertThat(bench.ledger()).isEmpty();
      bench.ask(asked("r1", "body"));

      assertThat(bench.routed("openai")).hasSize(1);
      assertThat(bench.replies()).isEmpty();
      assertThat(bench.count("requests", "ruling", "duplicate")).isEqualTo(2);
    }
  }

  @Test
  void requestsWithoutAKeyOrWithOthersAreNoRepeats() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(asked("r1", "body"));
      bench.ask(Samples.request("r2", DIRECT));
      bench.ask(keyed(Samples.request("r3", DIRECT), "key-2", "body"));

      assertThat(bench.routed("openai")).hasSize(3);
    }
  }

  @Test
  void aKeyIsForgottenByTheTimeOfTheRecordsAndNotByTheClock() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(asked("r1", "body"));
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));
      bench.pass(LedgerTerms.DEFAULT.idempotency());
      assertThat(bench.keys()).as("no record has shown that a day has passed").hasSize(1);
      Instant now = Samples.START.plus(LedgerTerms.DEFAULT.idempotency());
      bench.ask(Samples.request("r2", DIRECT, now, new byte[] {'{', '}'}));
      bench.pass(LedgerTerms.DEFAULT.sweepInterval());

      assertThat(bench.keys()).isEmpty();
    }
  }

  @Test
  void aKeyThatIsTooOldIsTakenOverEvenBeforeItIsSwept() {
    try (Bench bench = Bench.withPolicy()) {
      bench.ask(asked("r1", "body"));
      bench.claim(Samples.terminal("r1", Outcome.ANSWERED));
      bench.pass(LedgerTerms.DEFAULT.idempotency());
      Instant now = Samples.START.plus(LedgerTerms.DEFAULT.idempotency());
      bench.ask(keyed(Samples.request("r2", DIRECT, now, new byte[] {'{', '}'}), "body"));

      assertThat(bench.routed("openai")).hasSize(2);
      assertThat(bench.keys().values())
          .extracting(IdempotentRequest::getRequestId)
          .containsExactly("r2");
    }
  }

  @Test
  void knowsItsKeysAfterARestartAndNoMoreThanItsBound() {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(IdempotencyKeys.STORE),
                Serdes.String(),
                new RecordSerdes(new InMemorySchemaRegistry()).serde(changelog()))
            .withLoggingDisabled()
            .build();
    var context = new MockProcessorContext<Void, Void>();
    store.init(context.getStateStoreContext(), store);
    Duration day = Duration.ofDays(1);
    IdempotencyKeys keys = new IdempotencyKeys(store, day, 2);
    keys.remember(asked("r1", "body"), Samples.START);
    IdempotencyKeys again = new IdempotencyKeys(store, day, 2);
    again.ended("r1", true);
    assertThat(store.get(KEY).getAnswered()).isTrue();

    for (int i = 2; i < 5; i++) {
      RequestRecord request = Samples.request("r" + i, DIRECT);
      again.remember(keyed(request, "key-" + i, "body"), Samples.START.plusSeconds(i));
    }

    assertThat(store.approximateNumEntries()).isEqualTo(2);
    assertThat(again.first(asked("r9", "body"), Samples.START)).isEmpty();
  }

  private static Topic<IdempotentRequest> changelog() {
    return new Topic<>(
        "changelog",
        IdempotentRequest.class,
        Topic.Key.REQUEST_ID,
        Topics.REQUESTS.partitions(),
        new Topic.Retention.Compacted(),
        false);
  }

  private static RequestRecord asked(String id, String bodyHash) {
    return keyed(Samples.request(id, DIRECT), bodyHash);
  }

  private static RequestRecord keyed(RequestRecord request, String bodyHash) {
    return keyed(request, KEY, bodyHash);
  }

  private static RequestRecord keyed(RequestRecord request, String key, String bodyHash) {
    return RequestRecord.newBuilder(request).setIdempotencyKey(key).setBodyHash(bodyHash).build();
  }
}
