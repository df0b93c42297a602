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
  VIEW(Set.of(VIEWER, OPERATOR, AUDITOR, ADMIN)),
  /** What people and models said to each other. */
  READ_PROMPTS(Set.of(OPERATOR, AUDITOR, ADMIN)),
  /** Policies, credentials, tenants, limits, work in the background. */
  CHANGE(Set.of(OPERATOR, ADMIN)),
  /** The audit trail, its proofs and exports. */
  AUDIT(Set.of(AUDITOR, ADMIN)),
  /** Operators and the keys that seal. */
  RULE(Set.of(ADMIN));

  private final Set<Role> roles;

  Right(Set<Role> roles) {
    this.roles = roles;
  }

  Set<Role> roles() {
    return roles;
  }

  boolean has(Role role) {
    return roles.contains(role);
  }
}
