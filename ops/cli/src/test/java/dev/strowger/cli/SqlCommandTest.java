package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlCommandTest extends CommandGround {
  @Test
  void aQueryIsSentAsSqlAndItsTablePrinted() {
    server.answer("POST /admin/sql", 200, "{\"text\":\"n\\n─\\n1\\n1 row, 2 ms\\n\"}");

    assertThat(run("sql", "SELECT 1 AS n")).isZero();

    assertThat(out.toString()).isEqualTo("n\n─\n1\n1 row, 2 ms\n");
    assertThat(server.lastAsked().body())
        .contains("\"query\":\"SELECT 1 AS n\"", "\"format\":\"table\"");
    assertThat(server.lastAsked().authorization()).contains("Bearer the-token");
  }

  @Test
  void aSingleWordIsTheNameOfAReadyQuery() {
    server.answer("POST /admin/sql", 200, "{\"columns\":[],\"rows\":[]}");

    assertThat(run("sql", "cost-by-model-and-day", "--json")).isZero();

    assertThat(server.lastAsked().body())
        .contains("\"name\":\"cost-by-model-and-day\"", "\"format\":\"json\"");
    assertThat(out.toString()).contains("\"columns\"");
  }

  @Test
  void csvQuotesWhatMustBeQuotedAndSaysWhereItIsCut() {
    server.answer(
        "POST /admin/sql",
        200,
        """
        {"columns":[{"name":"a"},{"name":"b,c"}],"rows":[[1,"x\\"y"],[null,"line\\nbreak"]],
         "rowCount":2,"cut":true}
        """);

    assertThat(run("sql", "--csv", "SELECT 1")).isZero();

    assertThat(out.toString()).isEqualTo("a,\"b,c\"\r\n1,\"x\"\"y\"\r\n,\"line\nbreak\"\r\n");
    assertThat(err.toString()).contains("cut after 2 rows");
  }

  @Test
  void readyQueriesAreListed() {
    server.answer(
        "GET /admin/sql",
        200,
        "{\"queries\":[{\"name\":\"cost\",\"description\":\"What it cost\",\"sql\":\"SELECT\"}]}");

    assertThat(run("sql", "--list")).isZero();

    assertThat(out.toString().lines())
        .containsExactly("NAME   WHAT IT SHOWS", "cost   What it cost");
  }

  @Test
  void anErrorOfTheConsoleIsPassedOnInItsOwnWords() {
    server.answer(
        "POST /admin/sql", 400, "{\"error\":{\"message\":\"Code: 62. DB::Exception: Syntax\"}}");

    assertThat(run("sql", "SELEKT 1")).isEqualTo(1);

    assertThat(err.toString()).isEqualTo("strowger: Code: 62. DB::Exception: Syntax\n");
    assertThat(out.toString()).isEmpty();
  }
}
