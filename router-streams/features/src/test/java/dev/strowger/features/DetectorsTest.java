package dev.strowger.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.features.Detectors.BuiltIn;
import dev.strowger.features.Detectors.Custom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorsTest {
  private final Detectors all = Detectors.of(List.of(BuiltIn.values()), List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Write to jane.doe+x@mail.example.co.uk today | pii.email",
        "müşteri: ayşe@örnek.com | pii.email",
        "Karte 4111 1111 1111 1111, gültig bis 12/27 | pii.card",
        "card 4111111111111111 | pii.card",
        "amex 3782 822463 10005 | pii.card",
        "5500-0000-0000-0004 | pii.card",
        "بطاقتي ٤١١١ ١١١١ ١١١١ ١١١١ | pii.card",
        "TR33 0006 1005 1978 6457 8413 26 hesabına | pii.iban",
        "GB82WEST12345698765432. | pii.iban",
        "(DE89 3704 0044 0532 0130 00) please | pii.iban",
        "DE89370400440532013000 | pii.iban",
        "TC kimlik numaram 10000000146 | pii.tckn",
        "SSN 123-45-6789 | pii.ssn",
        "call +90 532 123 45 67 | pii.phone",
        "+49 (30) 901820-12 | pii.phone",
        "0532 123 45 67'yi ara | pii.phone",
        "05321234567 | pii.phone",
        "06 12 34 56 78 | pii.phone",
        "020 7946 0958 | pii.phone",
        "(212) 555-0187 | pii.phone",
        "212-555-0187 | pii.phone",
        "host 10.0.0.17 is down | pii.ip",
        "from 192.168.1.4:8080 | pii.ip",
        "2001:db8::8a2e:370:7334 | pii.ip",
        "My passport number is C01X00T47 | pii.passport",
        "pasaport no: U12345678 | pii.passport",
        "AKIAIOSFODNN7EXAMPLE | secret.key",
        "key=sk-proj-abcdefghij0123456789abcd | secret.key",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345 | secret.key",
        "-----BEGIN RSA PRIVATE KEY----- MIIE | secret.key",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x | secret.key"
      })
  void findsWhatNamesPeopleAccountsAndSecrets(String text, String detector) {
    assertThat(all.in(text)).contains(detector);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "What is 17 times 23?",
        "4111 1111 1111 1112 fails its checksum",
        "order 1234567890123456",
        "10000000145 is off by one",
        "000-12-3456 and 900-12-3456 and 123-00-4567",
        "On 2026-11-21 at 10:42:30, then 01.02.2026 12:30 and 01/02/2026",
        "3.14159265358979323846",
        "version 1.2.3 and 1.2.3.4.5 and 300.1.2.3",
        "std::vector<int> v; a::b; ab:cd:ef; 12:30:45",
        "email @ home, @mention, a@b, user@localhost",
        "550e8400-e29b-41d4-a716-446655440000",
        "GB82 WEST 1234 5698 7654 33",
        "How do I renew my passport in 2026?",
        "task-based learning, sk-learn, risk-averse-and-careful-people",
        "EUR 1,250,000.00 and 100 000 000",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
      })
  void findsNothingInWhatMerelyLooksAlike(String text) {
    assertThat(all.in(text)).isEmpty();
  }

  @Test
  void looksOnlyForWhatIsWanted() {
    Detectors cards = Detectors.of(List.of(BuiltIn.CARD), List.of());

    assertThat(cards.in("4111 1111 1111 1111, jane@example.com, +90 532 123 45 67"))
        .containsExactly("pii.card");
  }

  @Test
  void findsByAnOperatorsOwnExpression() {
    Detectors own =
        Detectors.of(List.of(), List.of(new Custom("bank.customer", "(?i)\\bcust-[0-9]{6}\\b")));

    assertThat(own.in("About CUST-123456: why?")).containsExactly("bank.customer");
    assertThat(own.in("cust-12345")).isEmpty();
  }

  @Test
  void refusesAnExpressionThatIsNone() {
    assertThatThrownBy(() -> Detectors.of(List.of(), List.of(new Custom("odd", "(a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("odd: not a regular expression of RE2");
    assertThatThrownBy(() -> Detectors.of(List.of(), List.of(new Custom("odd", "(a)\\1"))))
        .hasMessageContaining("odd");
    assertThatThrownBy(() -> Detectors.of(List.of(), List.of(new Custom("odd", "a".repeat(1001)))))
        .hasMessageContaining("1000 characters");
  }

  @Test
  void cannotBeHeldUpByAnExpression() {
    Detectors own =
        Detectors.of(List.of(), List.of(new Custom("evil", "^(([a-z])+.)+[A-Z]([a-z])+$")));
    String text = "a".repeat(Detectors.MAX_CHARS);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(own.in(text)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@",
        "a@a.",
        "1",
        "1 ",
        "1-",
        "a:",
        "TR33 ",
        "passport ",
        "-----BEGIN ",
        "sk-",
        "1.2."
      })
  void cannotBeHeldUpByAText(String piece) {
    String text = piece.repeat(Detectors.MAX_CHARS / piece.length());

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> all.in(text));
  }

  @Test
  void looksAtABoundedPart() {
    assertThat(all.in("x ".repeat(Detectors.MAX_CHARS / 2) + "jane@example.com")).isEmpty();
  }
}
