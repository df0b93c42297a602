package dev.strowger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.faults.provider.FaultyProvider;
import dev.strowger.faults.provider.Reaction;
import dev.strowger.faults.provider.Reactions;
import dev.strowger.faults.provider.Story;
import dev.strowger.faults.provider.Switch;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the faulty provider in the gateway's place, nothing may pass. */
class UnshieldedIT {
  private FaultyProvider provider;
  private Client client;
  private Books books;

  @BeforeEach
  void start() throws IOException {
    provider = FaultyProvider.start();
    URI endpoint = URI.create("http://127.0.0.1:" + provider.port() + "/primary/v1");
    client = new Client(endpoint, "key");
    books = new Books(URI.create("http://127.0.0.1:" + provider.port()), "token");
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    books.close();
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, status 429",
    "2, status 429",
    "3, status 500",
    "4, status 503",
    "5, the connection broke",
    "8, the connection broke",
    "8-guard, no error event",
    "8-tool, no error event",
    "10, no chunk",
    "12, status 400",
    "html, the answer has 0 of",
    "html-stream, it never says that it is complete",
    "error200-stream, it ended with the error",
    "gzip, the answer has",
    "401, status 401"
  })
  void aFaultThatReachesTheCallerFailsItsCheck(String id, String problem) throws Exception {
    Fault fault = Table.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();

    Row row = unshielded(fault);

    assertThat(row.passed()).isFalse();
    assertThat(row.problems()).anyMatch(told -> told.contains(problem));
  }

  @Test
  void whatIsNoFaultPasses() throws Exception {
    provider.script("primary", "f-fine-a", Reactions.tell(Story.SIXTY));
    Fault fine =
        Fault.of(
            "fine",
            "streams as it should",
            trial -> {
              Streamed read = trial.streamed(trial.ask(true), Story.SIXTY.text());
              trial.counted(read, Tokens.exactly(Tokens.PROMPT), Tokens.exactly(Tokens.STORY));
            },
            Target.primary(Reactions.tell(Story.SIXTY)));

    assertThat(unshielded(fine).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, 20", "false, 0"})
  void anOutageIsCountedWhereItIsFelt(boolean broken, long errors) throws Exception {
    Story story = Story.SIXTY.first(5);
    Switch flips = new Switch(Reactions.tell(story), Reactions.status(503));
    provider.script("primary", "f-outage", flips);
    Duration second = Duration.ofSeconds(1);
    OutageLoad load =
        new OutageLoad(
            client, "f-outage", story.text(), new Outage.Plan(20, second, second, second));

    flips.broken(broken);
    load.start();
    load.finish();

    assertThat(load.phases()).extracting(PhaseFigures::sent).containsOnly(20L);
    assertThat(load.phases()).extracting(PhaseFigures::errors).containsOnly(errors);
    assertThat(load.primaryShareAtEnd()).isZero();
  }

  /** The client's model is scripted with what the fault's first target does. */
  private Row unshielded(Fault fault) throws InterruptedException {
    Reaction reaction = fault.targets().getFirst().reaction();
    provider.script("primary", fault.model(), reaction);
    Trial trial = new Trial(fault, client, books, provider.log());
    fault.check().run(trial);
    return trial.row(Duration.ZERO);
  }
}
