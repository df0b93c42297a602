package dev.strowger.engine;

import java.util.Map;

/**
 * One statement for the engine.
 *
 * @param sql a single statement; for an insert without its data
 * @param format of the answer, or of an insert's data
 * @param parameters values of {@code {name:Type}} placeholders, as text
 */
record Command(String sql, String format, Map<String, String> parameters) {
  Command {
    parameters = Map.copyOf(parameters);
  }

  static Command of(String sql) {
    return new Command(sql, "TabSeparated", Map.of());
  }
}
