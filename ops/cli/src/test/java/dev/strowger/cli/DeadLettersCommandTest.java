package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadLettersCommandTest extends CommandGround {
  private static final String LETTER =
      """
      "id":"llm.dead.letters/0/12","at":"2026-01-01T12:00:00Z","topic":"llm.requests",
      "partition":3,"offset":7,"reason":"not in the wire format","keyBytes":6,"valueBytes":3
      """;

  @Test
  void listsAPageAndSaysHowToGoOn() {
    server.answer(
        "GET /admin/dead-letters",
        200,
        "{\"letters\":[{"
            + LETTER
            + "},{"
            + LETTER.replace("3\n", "null\n")
            + "}],\"next\":\"0/13\"}");

    assertThat(run("dead-letters", "list", "--topic", "llm.requests", "--limit", "2")).isZero();

    assertThat(out.toString())
        .containsPattern("llm.dead.letters/0/12 .*llm.requests/3/7 +3 +not in the wire format")
        .containsPattern("not kept +not in the wire format");
    assertThat(err.toString()).contains("--from 0/13");
  }

  @Test
  void showsABodyOnlyWhenAsked() {
    server.answer(
        "GET /admin/dead-letters/0/12",
        200,
        "{" + LETTER + ",\"schemaId\":5,\"key\":\"team-a\",\"value\":\"aGkb\"}");

    assertThat(run("dead-letters", "show", "llm.dead.letters/0/12")).isZero();
    assertThat(out.toString())
        .contains("reason  not in the wire format")
        .contains("value   3 bytes")
        .contains("schema  5")
        .doesNotContain("team-a");

    assertThat(run("dead-letters", "show", "0/12", "--body")).isZero();
    assertThat(out.toString()).contains("team-a").contains("hi.");
  }

  @Test
  void redrivesIdsAndFailsIfOneCannotBe() {
    server.answer(
        "POST /admin/dead-letters/redrive",
        200,
        """
        {"dryRun":false,"next":null,"results":[
          {"id":"llm.dead.letters/0/12","topic":"llm.requests","outcome":"redriven","why":""},
          {"id":"llm.dead.letters/0/13","topic":"llm.events","outcome":"impossible",
           "why":"the value was not kept"}]}
        """);

    assertThat(run("dead-letters", "redrive", "0/12", "0/13")).isEqualTo(1);

    assertThat(out.toString())
        .containsPattern("0/12 +llm.requests +redriven")
        .containsPattern("0/13 +llm.events +impossible +the value was not kept");
    assertThat(server.lastAsked().body())
        .isEqualTo("{\"dryRun\":false,\"ids\":[\"0/12\",\"0/13\"]}");
  }

  @Test
  void redrivesAllOfATopicButNeverEverything() {
    server.answer(
        "POST /admin/dead-letters/redrive", 200, "{\"dryRun\":true,\"results\":[],\"next\":null}");

    assertThat(run("dead-letters", "redrive", "--all")).isEqualTo(2);
    assertThat(run("dead-letters", "redrive")).isEqualTo(2);
    assertThat(run("dead-letters", "redrive", "0/1", "--all", "--topic", "t")).isEqualTo(2);
    assertThat(run("dead-letters", "redrive", "--all", "--topic", "llm.requests", "--dry-run"))
        .isZero();

    assertThat(server.lastAsked().body())
        .isEqualTo("{\"topic\":\"llm.requests\",\"dryRun\":true,\"all\":true}");
  }
}
