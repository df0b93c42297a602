package dev.strowger.console;

import dev.strowger.records.Role;

/** Who stands at this door. */
record Operator(String id, String name, Role role) {}
