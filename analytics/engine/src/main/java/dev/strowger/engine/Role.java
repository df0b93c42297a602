package dev.strowger.engine;

/** Who asks: the names of the users are part of the interface. */
enum Role {
  /** May do everything. */
  ADMIN("default"),
  /** May only read tables of this engine: no files, no addresses, no commands. */
  READER("reader");

  private final String user;

  Role(String user) {
    this.user = user;
  }

  String user() {
    return user;
  }
}
