package dev.strowger.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InsertTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "insert into t values (1)|insert into t|Values|(1)",
        "INSERT INTO t (a, `values`) VALUES (1,'a')|INSERT INTO t (a, `values`)|Values|(1,'a')",
        "INSERT INTO values VALUES (1)|INSERT INTO values|Values|(1)",
        "INSERT INTO db.values VALUES (1)|INSERT INTO db.values|Values|(1)",
        "INSERT INTO `a`.`format` (b) FORMAT CSV 1|INSERT INTO `a`.`format` (b)|CSV|1",
        "INSERT INTO TABLE t FORMAT RowBinary|INSERT INTO TABLE t|RowBinary|##",
        "/* VALUES */ INSERT INTO t -- FORMAT x|/* VALUES */ INSERT INTO t -- FORMAT x|##|##",
        "INSERT INTO t SETTINGS async_insert=0 VALUES ('SELECT')|INSERT INTO t SETTINGS async_insert=0|Values|('SELECT')",
      })
  void separatesAnInsertFromItsData(String sql, String head, String format, String data) {
    InsertText insert = InsertText.of(sql).orElseThrow();

    assertThat(insert.head().strip()).isEqualTo(head);
    assertThat(insert.format()).isEqualTo(format);
    assertThat(sql.substring(insert.dataAt()).strip()).isEqualTo(data);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t SELECT 1",
        "INSERT INTO t (a) WITH 1 AS x SELECT x",
        "SELECT 'INSERT INTO t VALUES (1)'",
        "CREATE TABLE t (a Int32) ENGINE = Memory",
        "",
        "'"
      })
  void leavesOtherStatementsAlone(String sql) {
    assertThat(InsertText.of(sql)).isEmpty();
  }
}
