package dev.strowger.console.reconcile;

/**
 * Whose sums these are.
 *
 * @param team empty: the tenant with all of its teams
 * @param month of UTC, yyyymm
 */
record Account(String tenant, String team, int month) implements Comparable<Account> {
  /** As the key of a balance. */
  String balance() {
    return team.isEmpty() ? "tenant/" + tenant : "team/" + tenant + "/" + team;
  }

  /** As people write it: yyyy-mm. */
  String monthText() {
    return "%04d-%02d".formatted(month / 100, month % 100);
  }

  @Override
  public int compareTo(Account other) {
    int byMonth = Integer.compare(month, other.month);
    int byTenant = byMonth == 0 ? tenant.compareTo(other.tenant) : byMonth;
    return byTenant == 0 ? team.compareTo(other.team) : byTenant;
  }
}
