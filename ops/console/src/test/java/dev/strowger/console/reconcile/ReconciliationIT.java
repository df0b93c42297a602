package dev.strowger.console.reconcile;

import static dev.strowger.console.reconcile.Entries.attempt;
import static dev.strowger.console.reconcile.Entries.end;
import static dev.strowger.console.reconcile.Entries.month;
import static dev.strowger.console.reconcile.Entries.reservation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Three books of the same events, over a real broker. */
class ReconciliationIT extends BooksGround {
  @Test
  void threeBooksOfTheSameEventsAgree() throws Exception {
    Report report = run(Selection.of("", ""));

    assertThat(report.equal()).isTrue();
    assertThat(report.requests()).isEmpty();
    assertThat(report.lines())
        .extracting(line -> line.month() + " " + line.tenant() + "/" + line.team())
        .containsExactly("2026-11 acme/", "2026-11 acme/red", "2026-11 other/", "2026-12 acme/");
    assertThat(report.lines())
        .allSatisfy(
            line ->
                assertThat(line.verdicts())
                    .containsEntry("clickhouse", "equal")
                    .containsEntry("balances", "equal"));
    Report.Figures december = line(report, "2026-12 acme/").sums().get("log");
    assertThat(december).isEqualTo(new Report.Figures(1, 2, 74, 111, Map.of("EUR", 37L)));
  }

  @Test
  void onlyWhatIsAskedForIsCompared() throws Exception {
    assertThat(run(Selection.of("2026-12", "acme")).lines()).hasSize(1);
    assertThat(run(Selection.of("", "other")).lines()).hasSize(1);
  }

  @Test
  void anEventThatIsToldAgainCountsOnce() throws Exception {
    write(attempt("one", "acme", "red", NOVEMBER, 100));

    Report report = run(Selection.of("", ""));

    assertThat(report.equal()).isTrue();
    assertThat(report.counts()).containsEntry("repeatedEvents", 1L);
  }

  @Test
  void whatWasNotCommittedDoesNotCount() throws Exception {
    try (KafkaProducer<String, byte[]> aborting = producer(Map.of("transactional.id", "t"))) {
      aborting.initTransactions();
      aborting.beginTransaction();
      aborting.send(record(Topics.EVENTS, "acme", attempt("never", "acme", "", DECEMBER, 9))).get();
      aborting.abortTransaction();
    }

    assertThat(run(Selection.of("", "")).equal()).isTrue();
  }

  @Test
  void aRowThatIsMissingIsFound() throws Exception {
    tables.events.removeIf(event -> event.getEventId().equals("two/again/a1"));

    Report report = run(Selection.of("", ""));

    assertThat(report.equal()).isFalse();
    assertThat(line(report, "2026-12 acme/").verdicts()).containsEntry("clickhouse", "differs");
    assertThat(line(report, "2026-11 acme/").verdicts()).containsEntry("clickhouse", "equal");
    assertThat(report.requests())
        .containsExactly(new Report.Odd("acme", "two/again", "two/again/a1", "only in the log"));
  }

  @Test
  void aRowThatWasChangedIsFound() throws Exception {
    tables.events.removeIf(event -> event.getEventId().equals("one/a1"));
    tables.events.add(attempt("one", "acme", "red", NOVEMBER, 99));

    assertThat(run(Selection.of("", "")).requests())
        .containsExactly(new Report.Odd("acme", "one", "one/a1", "other figures"));
  }

  @Test
  void aBalanceThatIsOneMicroOffIsFound() throws Exception {
    balance("team/acme/red", month(202611, 1, 1, 101));

    Report report = run(Selection.of("", ""));

    assertThat(report.equal()).isFalse();
    assertThat(line(report, "2026-11 acme/red").verdicts())
        .containsEntry("clickhouse", "equal")
        .containsEntry("balances", "differs");
  }

  @Test
  void aSinkThatLagsIsWaitedFor() throws Exception {
    tables.lag.set(3);

    assertThat(run(Selection.of("", "")).equal()).isTrue();
    assertThat(tables.lag).hasNonPositiveValue();
  }

  @Test
  void monthsBeforeTheLogsBeginningAreNotCalledDifferent() throws Exception {
    try (Admin admin = Admin.create(kafka.clients())) {
      Map<TopicPartition, RecordsToDelete> old = new HashMap<>();
      producer
          .partitionsFor(Topics.EVENTS.name())
          .forEach(
              p ->
                  old.put(
                      new TopicPartition(p.topic(), p.partition()),
                      RecordsToDelete.beforeOffset(0)));
      old.put(partition("acme"), RecordsToDelete.beforeOffset(3));
      admin.deleteRecords(old).all().get();
    }
    write(attempt("five", "acme", "", DECEMBER.plus(Duration.ofDays(31)), 5));
    tables.add(attempt("five", "acme", "", DECEMBER.plus(Duration.ofDays(31)), 5));
    balance(
        "tenant/acme", month(202611, 1, 1, 100), month(202612, 1, 2, 37), month(202701, 0, 1, 5));

    Report report = run(Selection.of("", "acme"));

    assertThat(report.equal()).isTrue();
    assertThat(line(report, "2026-11 acme/").verdicts())
        .containsEntry("clickhouse", "not_kept")
        .containsEntry("balances", "not_kept");
    assertThat(line(report, "2027-01 acme/").verdicts()).containsEntry("clickhouse", "equal");
    assertThat(report.notes()).anyMatch(note -> note.contains("the log is whole from 2027-01"));
  }

  @Test
  void monthsBeforeBalancesWereKeptAreNotCalledDifferent() throws Exception {
    for (EventRecord event :
        List.of(
            attempt("six", "older", "", NOVEMBER, 6),
            end("six", "older", "", NOVEMBER, Outcome.ANSWERED),
            reservation("seven", "older", "", DECEMBER),
            attempt("seven", "older", "", DECEMBER, 7))) {
      write(event);
      tables.add(event);
    }
    balance("tenant/older", month(202612, 0, 1, 7));

    Report report = run(Selection.of("", "older"), Optional.of(Refold.asTheRouter()), "routers");

    assertThat(report.lines())
        .extracting(line -> line.month() + " " + line.verdicts())
        .containsExactly(
            "2026-11 {clickhouse=equal, balances=not_kept}",
            "2026-12 {clickhouse=equal, balances=equal}");
    assertThat(report.notes())
        .anyMatch(note -> note.startsWith("tenants that") && note.endsWith(": 1"))
        .noneMatch(note -> note.contains("tenant/older"));

    balance("tenant/older", month(202612, 0, 1, 8));

    assertThat(run(Selection.of("", "older")).equal()).isFalse();
  }

  @Test
  void balancesThatARebuildMakesOtherwiseAreFound() throws Exception {
    TreeMap<String, Balance> rebuilt = new TreeMap<>();
    Refold refold =
        new Refold() {
          @Override
          public void apply(EventRecord event) {
            rebuilt.put("tenant/" + event.getTenant(), Balance.newBuilder().build());
          }

          @Override
          public Map<String, Balance> balances() {
            return rebuilt;
          }
        };

    Report report = run(Selection.of("", ""), Optional.of(refold), "routers");

    assertThat(report.equal()).isFalse();
    assertThat(report.counts()).containsEntry("balancesUnlikeRebuild", 3L);
    assertThat(report.notes()).contains("unlike its rebuild: team/acme/red");
  }

  @Test
  void withoutBalancesTheOthersAreCompared() throws Exception {
    Report report = run(Selection.of("", ""), Optional.empty(), "nobody");

    assertThat(report.equal()).isTrue();
    assertThat(report.lines()).allMatch(line -> "absent".equals(line.verdicts().get("balances")));
  }
}
