package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.records.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {
  /** They have a body, and change nothing. */
  private static final Set<String> ONLY_ASK =
      Set.of(
          "POST /admin/policy/validate", "POST /admin/policy/explain", "POST /admin/policy/diff");

  @ParameterizedTest
  @CsvSource({
    "GET /admin/policy, true, true, true",
    "PUT /admin/policy, false, true, false",
    "POST /admin/sql, true, true, true",
    "GET /admin/shadows/:requestId, false, true, true",
    "GET /admin/dead-letters/:partition/:offset, false, true, true",
    "POST /admin/credentials, false, true, false",
    "PATCH /admin/tenants/:tenant, false, true, false",
    "POST /admin/operators, false, false, false",
    "GET /admin/operators, false, false, false",
    "GET /admin/keys, false, false, false",
    "POST /admin/tenants/:tenant/erase, false, false, false",
    "GET /admin/audit/links, false, false, true",
    "GET /admin/audit/contents, false, false, true",
    "POST /admin/audit/searches, false, false, true",
    "GET /admin/audit/searches/:id, false, false, true",
    "POST /admin/audit/verifications, false, false, true"
  })
  void rolesMayDoThis(String what, boolean viewer, boolean operator, boolean auditor) {
    Right right = Rule.of(what).right();

    assertThat(right.has(Role.VIEWER)).isEqualTo(viewer);
    assertThat(right.has(Role.OPERATOR)).isEqualTo(operator);
    assertThat(right.has(Role.AUDITOR)).isEqualTo(auditor);
    assertThat(right.has(Role.ADMIN)).isTrue();
  }

  @Test
  void theTrailIsForThoseWhoChangeNothing() {
    assertThat(Right.AUDIT.has(Role.AUDITOR)).isTrue();
    assertThat(Right.AUDIT.has(Role.OPERATOR)).isFalse();
    assertThat(Right.AUDIT.has(Role.VIEWER)).isFalse();
  }

  @Test
  void everythingThatChangesOrReadsPromptsIsRecorded() {
    Rule.all()
        .forEach(
            (what, rule) -> {
              boolean mustBe =
                  rule.right() == Right.CHANGE
                      || rule.right() == Right.READ_PROMPTS
                      || !(what.startsWith("GET ") || ONLY_ASK.contains(what));
              assertThat(rule.recorded() || !mustBe).as(what).isTrue();
            });
  }

  @Test
  void aSearchOfTheTrailIsRecordedWhenItShowsSomething() {
    Rule rule = Rule.of("GET /admin/audit/searches/:id");

    assertThat(rule.action()).isEqualTo("audit.read");
    assertThat(rule.ifShown()).isTrue();
    assertThat(rule.recorded()).isFalse();
    assertThat(Rule.of("GET /admin/audit/verifications/:id").named()).isFalse();
  }

  @Test
  void anEndpointWithoutARuleCannotBeServed() {
    assertThatThrownBy(() -> Rule.of("GET /admin/everything"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /admin/everything");
  }
}
