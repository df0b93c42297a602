package dev.strowger.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
  /** In two parts, so that no scanner of repositories takes these for somebody's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-|proj-abcdefghijklmnop1234",
        "AKIA|IOSFODNN7EXAMPLE",
        "Bearer |abcdefghijklmnop1234",
        "AIza|SyA-abcdefghijklmnopqrstuvwxyz012345",
        "ghp_|abcdefghijklmnopqrstuvwxyz0123456789",
        "-----BEGIN |PRIVATE KEY-----",
        "eyJ|hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2ln"
      })
  void aValueThatLooksLikeASecretIsAProblemThatDoesNotRepeatIt(String parts) {
    String secret = parts.replace("|", "");
    Manifest manifest =
        Manifest.parse(
            "providers.yaml",
            "providers:\n  - name: a\n    headers:\n      x-key: \"" + secret + "\"\n");

    List<Problem> problems = manifest.problems();

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().path()).isEqualTo("providers[0].headers.x-key");
    assertThat(problems.getFirst().line()).isEqualTo(4);
    assertThat(problems.getFirst().toString())
        .contains("environment variable")
        .doesNotContain(secret);
  }

  @Test
  void aSecretThatStandsForAKeyIsNotRepeatedEither() {
    String secret = "sk-" + "abcdefghijklmnopqrstuv";
    Manifest manifest = Manifest.parse("routes.yaml", secret + ": {a: [" + secret + "]}\n");

    assertThat(manifest.problems()).hasSize(2);
    assertThat(manifest.problems().toString()).doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer ",
        "OPENAI_API_KEY",
        "sk-[A-Za-z0-9]{20,}",
        "(?i)bearer\\\\s+\\\\S+",
        "gpt-4o-mini-2024-07-18",
        "risk-assessment-of-last-year"
      })
  void namesPrefixesAndPatternsAreNoSecrets(String value) {
    assertThat(Manifest.parse("routes.yaml", "a: \"" + value + "\"\n").problems()).isEmpty();
  }
}
