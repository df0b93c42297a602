package dev.strowger.console;

import static dev.strowger.records.Role.ADMIN;
import static dev.strowger.records.Role.AUDITOR;
import static dev.strowger.records.Role.OPERATOR;
import static dev.strowger.records.Role.VIEWER;

import dev.strowger.records.Role;
import java.util.Set;

/** What an endpoint takes. Roles are no ladder: who changes things does not audit himself. */
enum Right {
  /** Figures, policies, decisions, names and limits. */
  VIEW,
  /** What people and models said to each other. */
  READ_PROMPTS,
  /** Policies, credentials, tenants, limits, work in the background. */
  CHANGE,
  /** The audit trail, its proofs and exports. */
  AUDIT,
  /** Operators and the keys that seal. */
  RULE;

  Set<Role> roles() {
    return switch (this) {
      case VIEW -> Set.of(VIEWER, OPERATOR, AUDITOR, ADMIN);
      case READ_PROMPTS -> Set.of(OPERATOR, AUDITOR, ADMIN);
      case CHANGE -> Set.of(OPERATOR, ADMIN);
      case AUDIT -> Set.of(AUDITOR, ADMIN);
      case RULE -> Set.of(ADMIN);
    };
  }

  boolean has(Role role) {
    return roles().contains(role);
  }
}
