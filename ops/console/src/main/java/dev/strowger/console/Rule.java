package dev.strowger.console;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a path and method of this door takes, and as what it is recorded. All of them stand here,
 * and an endpoint without a rule cannot be served.
 *
 * @param action empty: nothing is changed and no prompt is read, so it is not recorded
 * @param ifShown recorded only when the answer shows prompts or answers, then once
 */
record Rule(Right right, String action, boolean ifShown) {
  private static final Map<String, Rule> RULES = new Rules().all();

  /**
   * @param what method and path, as they are served
   * @throws IllegalStateException if none was written for it
   */
  static Rule of(String what) {
    Rule rule = RULES.get(what);
    if (rule == null) {
      throw new IllegalStateException(what + " has no rule: add one to " + Rule.class);
    }
    return rule;
  }

  /** Whether each call is recorded, before it is done and after. */
  boolean recorded() {
    return named() && !ifShown;
  }

  /** Whether it is an action at all, so that one that a role may not do is recorded. */
  boolean named() {
    return !action.isEmpty();
  }

  static Map<String, Rule> all() {
    return RULES;
  }

  /** Writes them down. */
  private static final class Rules {
    private final Map<String, Rule> rules = new LinkedHashMap<>();

    Map<String, Rule> all() {
      policy();
      past();
      access();
      audit();
      return Map.copyOf(rules);
    }

    private void policy() {
      view("GET /admin/status");
      view("GET /admin/policy");
      view("POST /admin/policy/validate");
      view("POST /admin/policy/explain");
      view("POST /admin/policy/diff");
      view("GET /admin/policy/history");
      view("GET /admin/policy/history/:version");
      put("PUT /admin/policy", Right.CHANGE, "policy.apply");
      put("POST /admin/policy/rollback", Right.CHANGE, "policy.rollback");
      put("POST /admin/policy/replays", Right.CHANGE, "replays.start");
      view("GET /admin/policy/replays");
      view("GET /admin/policy/replays/:id");
      put("DELETE /admin/policy/replays/:id", Right.CHANGE, "replays.cancel");
      view("GET /admin/experiments");
      put("POST /admin/experiments/:name/stop", Right.CHANGE, "experiments.stop");
      put("POST /admin/experiments/:name/resume", Right.CHANGE, "experiments.resume");
    }

    private void past() {
      view("GET /admin/shadows");
      put("GET /admin/shadows/:requestId", Right.READ_PROMPTS, "shadows.read");
      put("POST /admin/shadow-runs", Right.CHANGE, "shadow-runs.start");
      view("GET /admin/shadow-runs");
      view("GET /admin/shadow-runs/:id");
      put("DELETE /admin/shadow-runs/:id", Right.CHANGE, "shadow-runs.cancel");
      put("POST /admin/reconciliations", Right.VIEW, "books.reconcile");
      view("GET /admin/reconciliations");
      view("GET /admin/reconciliations/:id");
      put("DELETE /admin/reconciliations/:id", Right.VIEW, "books.cancel");
      view("GET /admin/dead-letters");
      put("GET /admin/dead-letters/:partition/:offset", Right.READ_PROMPTS, "dead-letters.read");
      put("POST /admin/dead-letters/redrive", Right.CHANGE, "dead-letters.redrive");
      view("GET /admin/sql");
      put("POST /admin/sql", Right.VIEW, "sql.query");
      view("GET /admin/requests/:requestId");
      view("GET /admin/decisions");
      view("GET /admin/decisions/:requestId");
    }

    private void access() {
      view("GET /admin/credentials");
      view("GET /admin/credentials/:credentialId");
      put("POST /admin/credentials", Right.CHANGE, "credentials.create");
      put("PATCH /admin/credentials/:credentialId", Right.CHANGE, "credentials.change");
      put("DELETE /admin/credentials/:credentialId", Right.CHANGE, "credentials.revoke");
      put("POST /admin/credentials/:credentialId/rotate", Right.CHANGE, "credentials.rotate");
      put("POST /admin/credentials/:credentialId/expire", Right.CHANGE, "credentials.expire");
      view("GET /admin/tenants");
      view("GET /admin/tenants/:tenant");
      put("PATCH /admin/tenants/:tenant", Right.CHANGE, "tenants.set");
      put("POST /admin/tenants/:tenant/suspend", Right.CHANGE, "tenants.suspend");
      put("POST /admin/tenants/:tenant/resume", Right.CHANGE, "tenants.resume");
      view("GET /admin/teams");
      view("GET /admin/teams/:tenant/:team");
      put("PATCH /admin/teams/:tenant/:team", Right.CHANGE, "teams.set");
      put("POST /admin/teams/:tenant/:team/suspend", Right.CHANGE, "teams.suspend");
      put("POST /admin/teams/:tenant/:team/resume", Right.CHANGE, "teams.resume");
      put("GET /admin/operators", Right.RULE, "");
      put("POST /admin/operators", Right.RULE, "operators.create");
      put("DELETE /admin/operators/:operatorId", Right.RULE, "operators.revoke");
      put("GET /admin/keys", Right.RULE, "");
      put("POST /admin/tenants/:tenant/erase", Right.RULE, "keys.destroy");
    }

    private void audit() {
      for (String work : new String[] {"verifications", "searches"}) {
        put("POST /admin/audit/" + work, Right.AUDIT, "audit." + work);
        put("GET /admin/audit/" + work, Right.AUDIT, "");
        put("DELETE /admin/audit/" + work + "/:id", Right.AUDIT, "audit.cancel");
      }
      put("GET /admin/audit/verifications/:id", Right.AUDIT, "");
      // Polled until it has something to show.
      rules.put("GET /admin/audit/searches/:id", new Rule(Right.AUDIT, "audit.read", true));
      put("GET /admin/audit/links", Right.AUDIT, "audit.export");
      put("GET /admin/audit/contents", Right.AUDIT, "audit.export");
    }

    private void view(String what) {
      put(what, Right.VIEW, "");
    }

    private void put(String what, Right right, String action) {
      rules.put(what, new Rule(right, action, false));
    }
  }
}
