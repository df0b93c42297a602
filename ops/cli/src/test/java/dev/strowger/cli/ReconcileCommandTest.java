package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReconcileCommandTest extends CommandGround {
  private static final String SUMS =
      "{\"requests\":1,\"attempts\":2,\"inputTokens\":74,\"outputTokens\":111,"
          + "\"micros\":{\"EUR\":1000037}}";

  @Test
  void booksThatAgreeEndWell() throws Exception {
    report(true, "equal");

    assertThat(run("reconcile", "--month", "2026-12", "--tenant", "acme")).isZero();

    assertThat(out.toString())
        .containsPattern("2026-12 +acme +red +log +1 +2 +74 +111 +1.000037 EUR")
        .containsPattern("2026-12 +acme +red +clickhouse .* equal")
        .contains("the books agree");
  }

  @Test
  void booksThatDifferEndWithOneAndNameTheRequests() throws Exception {
    report(false, "differs");

    assertThat(run("reconcile")).isEqualTo(Strowger.FAILED);

    assertThat(out.toString())
        .contains("THE BOOKS DIFFER")
        .containsPattern("acme +req_1 +req_1/a1/x +only in the log");
  }

  @Test
  void asJsonItEndsTheSame() throws Exception {
    report(false, "differs");

    assertThat(run("reconcile", "--json")).isEqualTo(Strowger.FAILED);

    assertThat(out.toString()).contains("\"verdicts\"");
  }

  private void report(boolean equal, String verdict) {
    server.answer("POST /admin/reconciliations", 202, "{\"id\":\"reconciliation-1\"}");
    server.answer(
        "GET /admin/reconciliations/reconciliation-1",
        200,
        "{\"id\":\"reconciliation-1\",\"state\":\"done\",\"events\":9,\"elapsedMs\":3,"
            + "\"report\":{\"equal\":"
            + equal
            + ",\"lines\":[{\"tenant\":\"acme\",\"team\":\"red\",\"month\":\"2026-12\","
            + "\"sums\":{\"log\":"
            + SUMS
            + ",\"clickhouse\":"
            + SUMS
            + "},\"verdicts\":{\"clickhouse\":\""
            + verdict
            + "\",\"balances\":\"absent\"}}],\"requests\":"
            + (equal
                ? "[]"
                : "[{\"tenant\":\"acme\",\"requestId\":\"req_1\",\"eventId\":\"req_1/a1/x\","
                    + "\"why\":\"only in the log\"}]")
            + ",\"notes\":[]}}");
  }
}
