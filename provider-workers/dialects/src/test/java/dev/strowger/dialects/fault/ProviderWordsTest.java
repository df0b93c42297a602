package dev.strowger.dialects.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Rate limit reached for gpt-4o-mini.|Rate limit reached for gpt-4o-mini.
          Incorrect API key provided: sk-proj-abcdef123456.|Incorrect API key provided: [hidden]
          Incorrect API key provided: sk-ab******cdef. You can find it.|Incorrect API key provided: [hidden] You can find it.
          key sk-ant-api03-abc_DEF-123 is bad|key [hidden] is bad
          Authorization: Bearer abc.def-ghi rejected|Authorization: Bearer [hidden] rejected
          {"authorization":"Basic dXNlcjpwYXNz"}|{"authorization":"Basic [hidden]"}
          API key not valid: AIzaSyA1234567890abcdef|API key not valid: [hidden]
          user AKIAIOSFODNN7EXAMPLE unknown|user [hidden] unknown
          token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig has expired|token [hidden] has expired
          GET /v1?key=abcdef&x=1 failed|GET /v1?key=[hidden]&x=1 failed
          api_key=abcdef was wrong|api_key=[hidden] was wrong
          gsk_abcdefghij is revoked|[hidden] is revoked
          a risk-based task-force asked|a risk-based task-force asked
          """)
  void hidesSecretsAndKeepsTheRest(String message, String cleaned) {
    assertThat(ProviderWords.clean(message)).isEqualTo(cleaned);
  }

  @Test
  void cutsLongMessages() {
    String cleaned = ProviderWords.clean("x".repeat(2_000_000));

    assertThat(cleaned).hasSize(ProviderWords.MAX_CHARS).endsWith("x…");
  }

  @Test
  void hidesASecretAtTheCut() {
    String message = "x ".repeat(ProviderWords.MAX_CHARS / 2 - 3) + "sk-abcdefghijklmnop";

    assertThat(ProviderWords.clean(message)).doesNotContain("sk-a").endsWith("[hidd…");
  }

  @Test
  void putsTheMessageOnOneLine() {
    assertThat(ProviderWords.clean(" a\r\n\tb\u0000c\u001b[31m ")).isEqualTo("a b c [31m");
  }
}
