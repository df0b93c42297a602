package dev.strowger.cli;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Limits of a credential, a team or a tenant; what is left out stays as it is, 0 takes one away.
 */
final class LimitFlags {
  @Option(names = "--rpm", paramLabel = "N", description = "Requests in any minute.")
  private @Nullable Long requestsPerMinute;

  @Option(names = "--burst", paramLabel = "N", description = "Of those, in any 5 seconds.")
  private @Nullable Long burst;

  @Option(names = "--tpm", paramLabel = "N", description = "Tokens in any minute.")
  private @Nullable Long tokensPerMinute;

  @Option(names = "--tokens-per-day", paramLabel = "N", description = "Tokens in a day of UTC.")
  private @Nullable Long tokensPerDay;

  @Option(
      names = "--budget-day",
      paramLabel = "MONEY",
      description = "Money in a day of UTC, e.g. 12.50.")
  private @Nullable BigDecimal budgetPerDay;

  @Option(
      names = "--budget-month",
      paramLabel = "MONEY",
      description = "Money in a month of UTC, e.g. 250.")
  private @Nullable BigDecimal budgetPerMonth;

  @Option(names = "--concurrent", paramLabel = "N", description = "Requests at once.")
  private @Nullable Long concurrent;

  @Option(
      names = "--alert-percent",
      paramLabel = "N",
      description = "Share of a limit from which on an alert is given (default: 80).")
  private @Nullable Long alertPercent;

  @Option(
      names = "--thrift",
      paramLabel = "HOW",
      split = ",",
      description = {
        "What may be asked when a budget is spent, instead of refusing: self-hosted,",
        "max-price=IN or max-price=IN/OUT (money per million tokens); off refuses again."
      })
  private List<String> thrift = List.of();

  @Option(names = "--no-limits", description = "Takes all limits away.")
  private boolean none;

  /** Puts them into the body of a call, if any was said. */
  void into(Map<String, Object> body) {
    Map<String, @Nullable Object> limits = new LinkedHashMap<>();
    put(limits, "requestsPerMinute", requestsPerMinute);
    put(limits, "burst", burst);
    put(limits, "tokensPerMinute", tokensPerMinute);
    put(limits, "tokensPerDay", tokensPerDay);
    put(limits, "budgetPerDay", budgetPerDay == null ? null : budgetPerDay.toPlainString());
    put(limits, "budgetPerMonth", budgetPerMonth == null ? null : budgetPerMonth.toPlainString());
    put(limits, "concurrent", concurrent);
    put(limits, "alertPercent", alertPercent);
    if (thrift.equals(List.of("off"))) {
      limits.put("thrift", null);
    } else if (!thrift.isEmpty()) {
      limits.put("thrift", thrift());
    }
    if (none && !limits.isEmpty()) {
      throw new CallFailedException("--no-limits cannot be said with a limit");
    }
    if (none) {
      body.put("limits", null);
    } else if (!limits.isEmpty()) {
      body.put("limits", limits);
    }
  }

  private Map<String, Object> thrift() {
    Map<String, Object> how = new LinkedHashMap<>();
    for (String word : thrift) {
      if (word.equals("self-hosted")) {
        how.put("selfHosted", true);
      } else if (word.startsWith("max-price=")) {
        String[] prices = word.substring("max-price=".length()).split("/", 2);
        how.put("maxInputPrice", prices[0]);
        how.put("maxOutputPrice", prices[prices.length - 1]);
      } else {
        throw new CallFailedException(
            "--thrift=" + word + ": expected self-hosted, max-price=IN/OUT or off");
      }
    }
    return how;
  }

  private static void put(
      Map<String, @Nullable Object> limits, String name, @Nullable Object value) {
    if (value != null) {
      limits.put(name, value);
    }
  }
}
