package dev.strowger.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class InjectionTest {
  private static List<String> lines(String file) {
    try (InputStream in = InjectionTest.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void findsMostAttemptsAndLeavesOthersAlone() {
    List<String> attacks = lines("attacks.txt");
    List<String> benign = lines("benign.txt");
    List<String> missed = attacks.stream().filter(text -> !Injection.in(text)).toList();
    List<String> wronged = benign.stream().filter(Injection::in).toList();
    double found = attacks.size() - missed.size();
    String figures =
        "attacks %s, missed %s; benign %s, wronged %s"
            .formatted(attacks.size(), missed, benign.size(), wronged);

    assertThat(attacks).hasSizeGreaterThanOrEqualTo(60);
    assertThat(benign).hasSizeGreaterThanOrEqualTo(60);
    assertThat(found / attacks.size()).as(figures).isGreaterThanOrEqualTo(0.9);
    assertThat(found / (found + wronged.size())).as(figures).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void cannotBeHeldUp() {
    String text = "ignore all the ".repeat(40_000) + "A".repeat(400_000);

    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Injection.in(text));
  }
}
