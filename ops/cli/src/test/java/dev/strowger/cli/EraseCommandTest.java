package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EraseCommandTest extends CommandGround {
  @Test
  void nothingIsErasedWithoutYes() {
    assertThat(run("erase", "red")).isEqualTo(2);

    assertThat(err.toString()).contains("for good").contains("--yes");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatBecameUnreadableIsTold() {
    server.answer(
        "POST /admin/tenants/red/erase",
        200,
        """
        {"tenant":"red","destroyed":["a.general.always.1"],
         "unreadable":["prompts: llm.requests"],"withinSeconds":60}
        """);

    assertThat(run("erase", "red", "--yes")).isZero();

    assertThat(out.toString())
        .contains("1 keys of red were destroyed")
        .contains("  prompts: llm.requests")
        .contains("within 60 s");
  }
}
