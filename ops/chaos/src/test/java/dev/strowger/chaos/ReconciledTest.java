package dev.strowger.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ReconciledTest {
  @Test
  void everyBookThatDiffersIsNamed() throws Exception {
    Reconciled found =
        Reconciled.of(
            new ObjectMapper()
                .readTree(
                    """
                    {"equal":false,"counts":{"events":9},"notes":["n"],
                     "requests":[{"requestId":"req_1","why":"only in the log"}],
                     "lines":[{"month":"2026-11","tenant":"acme","team":"",
                       "sums":{"log":{"attempts":2},"clickhouse":{"attempts":1},
                               "balances":{"attempts":2}},
                       "verdicts":{"clickhouse":"differs","balances":"equal"}}]}
                    """));

    assertThat(found.accounts()).isEqualTo(1);
    assertThat(found.events()).isEqualTo(9);
    assertThat(found.differing())
        .containsExactly(
            "2026-11 acme : clickhouse has {\"attempts\":1}, the log {\"attempts\":2}",
            "req_1: only in the log");
  }

  @Test
  void balancesUnlikeTheirRebuildAreAProblemThoughTheirMonthsAgree() throws Exception {
    assertThat(
            Reconciled.of(new ObjectMapper().readTree("{\"equal\":false,\"lines\":[]}"))
                .differing())
        .containsExactly("balances are not what a rebuild makes of the log");
  }
}
