package dev.strowger.engine;

/** How the engine's parser sees a text. */
enum StatementKind {
  READ,
  WRITE,
  CONTROL,
  /** Not one statement the engine can parse. */
  UNPARSED,
  /** More than one statement. */
  SEVERAL;

  /**
   * @param statements counted by the parser; 0 if it could not parse
   * @param queryClass chdb_query_class
   */
  static StatementKind of(int statements, int queryClass) {
    if (statements > 1) {
      return SEVERAL;
    }
    return switch (queryClass) {
      case 0 -> READ;
      case 1, 2 -> WRITE;
      case 3 -> CONTROL;
      default -> UNPARSED;
    };
  }
}
