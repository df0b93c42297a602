package dev.strowger.policy;

import java.util.List;
import java.util.Set;

/**
 * Which of many names are meant: some by name, some by how they begin (written {@code prefix*}).
 * Without any, all are meant.
 */
record Names(Set<String> exact, List<String> prefixes) {
  static final Names ANY = new Names(Set.of(), List.of());

  Names {
    exact = Set.copyOf(exact);
    prefixes = List.copyOf(prefixes);
  }

  boolean any() {
    return exact.isEmpty() && prefixes.isEmpty();
  }

  boolean matches(String name) {
    return any() || exact.contains(name) || prefixes.stream().anyMatch(name::startsWith);
  }
}
