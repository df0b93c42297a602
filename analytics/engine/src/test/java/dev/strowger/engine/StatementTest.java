package dev.strowger.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatementTest {
  @Test
  void takesAnInsertsDataFromTheBodyWhenTheSqlIsInTheAddress() throws IOException {
    Statement statement = Statement.read(Optional.of("INSERT INTO t FORMAT CSV"), body("1,2\n"));

    assertThat(statement).isInstanceOf(Statement.Insert.class);
    var insert = (Statement.Insert) statement;
    assertThat(insert.format()).isEqualTo("CSV");
    assertThat(new String(insert.data().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("1,2\n");
  }

  @Test
  void keepsDataOfAnInsertAfterTextThatIsNotAscii() throws IOException {
    var insert = (Statement.Insert) read("INSERT INTO `tä` VALUES ('grün')");

    assertThat(insert.head()).isEqualTo("INSERT INTO `tä` ");
    assertThat(new String(insert.data().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(" ('grün')");
  }

  @Test
  void recognisesTheDriversKill() throws IOException {
    assertThat(read("KILL QUERY WHERE query_id = 'a-1'")).isEqualTo(new Statement.Kill("a-1"));
  }

  @Test
  void refusesAStatementThatIsTooLong() {
    String sql = "SELECT '" + "x".repeat(Statement.MAX_SQL_BYTES) + "'";

    assertThatThrownBy(() -> read(sql))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("at most");
  }

  @Test
  void refusesToTouchFiles() {
    assertThatThrownBy(() -> read("SELECT 1 INTO/**/OUTFILE '/tmp/x'"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("OUTFILE");
  }

  @Test
  void findsTheFormatTheTextAsksFor() {
    assertThat(new Statement.Plain("SELECT 1 FORMAT JSON;").format()).contains("JSON");
    assertThat(new Statement.Plain("SELECT 1 FORMAT CSV SETTINGS max_threads=1").format())
        .contains("CSV");
    assertThat(new Statement.Plain("SELECT format FROM t").format()).isEmpty();
  }

  private static Statement read(String sql) throws IOException {
    return Statement.read(Optional.empty(), body(sql));
  }

  private static ByteArrayInputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
