package dev.strowger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FaultsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void explainsItself() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("--only", "--json", "--with-outage", "outage");
  }

  @Test
  void refusesAFaultItDoesNotKnow() {
    assertThat(run("--only", "8,nine")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("nine is none of 1, 2,");
  }

  private int run(String... args) {
    return Faults.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }
}
