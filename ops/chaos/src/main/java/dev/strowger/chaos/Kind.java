package dev.strowger.chaos;

import java.util.Locale;

/** What a part of the site does. */
enum Kind {
  BROKER,
  SIMULATOR,
  CONSOLE,
  ROUTER,
  WORKER,
  INGRESS,
  ALL_IN_ONE;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
