package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** Tenants, teams, keys and operators on the command line. */
class AccessCommandsTest extends CommandGround {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aTenantIsSetByFlags() throws Exception {
    server.answer(
        "PATCH /admin/tenants/red",
        200,
        """
        {"tenant":"red","displayName":"Red","region":"eu","suspended":false,"limits":{
          "requestsPerMinute":60,"budgetPerDay":"12.50","concurrent":0,
          "thrift":{"selfHosted":true,"maxInputPrice":"0.15","maxOutputPrice":"0.60"}}}
        """);

    assertThat(
            run(
                "tenants",
                "set",
                "red",
                "--rpm",
                "60",
                "--burst",
                "9",
                "--tpm",
                "1000",
                "--tokens-per-day",
                "5000",
                "--budget-day",
                "12.50",
                "--budget-month",
                "250",
                "--concurrent",
                "0",
                "--alert-percent",
                "90",
                "--thrift",
                "self-hosted,max-price=0.15/0.60",
                "--region",
                "eu"))
        .isZero();

    assertThat(asked())
        .isEqualTo(
            JSON.readTree(
                """
                {"region":"eu","limits":{"requestsPerMinute":60,"burst":9,"tokensPerMinute":1000,
                 "tokensPerDay":5000,"budgetPerDay":"12.50","budgetPerMonth":"250","concurrent":0,
                 "alertPercent":90,"thrift":{"selfHosted":true,"maxInputPrice":"0.15",
                 "maxOutputPrice":"0.60"}}}
                """));
    assertThat(out.toString())
        .containsPattern("red +Red +eu")
        .contains("rpm 60, budget-day 12.50, then self-hosted,max-price=0.15/0.60")
        .doesNotContain("concurrent");
  }

  @Test
  void aTeamIsNamedWithItsTenant() {
    server.answer(
        "POST /admin/teams/red/blue/suspend",
        200,
        "{\"tenant\":\"red\",\"team\":\"blue\",\"suspended\":true}");

    assertThat(run("teams", "suspend", "red/blue")).isZero();
    assertThat(out.toString()).containsPattern("red/blue.*suspended");
    assertThat(run("teams", "suspend", "red")).isEqualTo(1);
    assertThat(err.toString()).contains("red: expected TENANT/TEAM");
  }

  @Test
  void limitsAndThriftAreTakenAway() throws Exception {
    server.answer("PATCH /admin/tenants/red", 200, "{\"tenant\":\"red\",\"limits\":null}");

    assertThat(run("tenants", "set", "red", "--no-limits")).isZero();
    assertThat(asked()).isEqualTo(JSON.readTree("{\"limits\":null}"));
    assertThat(run("tenants", "set", "red", "--thrift", "off")).isZero();
    assertThat(asked()).isEqualTo(JSON.readTree("{\"limits\":{\"thrift\":null}}"));
    assertThat(run("tenants", "set", "red", "--thrift", "cheap")).isEqualTo(1);
  }

  @Test
  void aKeyIsScopedAndOpenedAgain() throws Exception {
    server.answer("PATCH /admin/credentials/cred_1", 200, "{\"id\":\"cred_1\"}");

    assertThat(
            run(
                "keys",
                "scope",
                "cred_1",
                "--models",
                "gpt-4o,ollama/*",
                "--addresses",
                "10.0.0.0/8",
                "--tags",
                "cc=7",
                "--routes="))
        .isZero();

    assertThat(asked())
        .isEqualTo(
            JSON.readTree(
                """
                {"models":["gpt-4o","ollama/*"],"routes":[],"addresses":["10.0.0.0/8"],
                 "tags":{"cc":"7"}}
                """));
  }

  @Test
  void aRotatedKeyIsTheOnlyThingOnStandardOutput() throws Exception {
    server.answer(
        "POST /admin/credentials/cred_1/rotate",
        200,
        "{\"id\":\"cred_1\",\"tenant\":\"red\",\"key\":\"sk-strowger-new\"}");

    assertThat(run("keys", "rotate", "cred_1", "--grace", "1h")).isZero();

    assertThat(out.toString().strip()).isEqualTo("sk-strowger-new");
    assertThat(asked()).isEqualTo(JSON.readTree("{\"grace\":\"1h\"}"));
  }

  @Test
  void aListSaysHowItGoesOn() {
    server.answer(
        "GET /admin/credentials",
        200,
        "{\"credentials\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"next\":\"7-b\"}");

    assertThat(run("keys", "list", "--tenant", "red", "--limit", "2")).isZero();

    assertThat(err.toString()).contains("--after 7-b");
  }

  @Test
  void operatorsAreMadeListedAndRevoked() throws Exception {
    server.answer(
        "POST /admin/operators",
        201,
        "{\"id\":\"op_1\",\"role\":\"auditor\",\"key\":\"op-strowger-x\"}");
    server.answer(
        "GET /admin/operators",
        200,
        "{\"operators\":[{\"id\":\"op_1\",\"name\":\"Ada\",\"role\":\"auditor\",\"revoked\":true}]}");
    server.answer("DELETE /admin/operators/op_1", 200, "{\"id\":\"op_1\"}");

    assertThat(run("operators", "create", "--name", "Ada", "--role", "auditor")).isZero();
    assertThat(out.toString().strip()).isEqualTo("op-strowger-x");
    assertThat(run("operators", "list")).isZero();
    assertThat(out.toString()).containsPattern("op_1 +Ada +auditor.*revoked");
    assertThat(run("operators", "revoke", "op_1")).isZero();
  }

  private JsonNode asked() throws Exception {
    return JSON.readTree(server.lastAsked().body());
  }
}
