package dev.strowger.dialects.features;

import dev.strowger.dialects.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Which provider can be asked for what, as Markdown. */
public final class FeatureTable {
  /** A wider table is not read by anybody. */
  private static final int PROVIDERS_A_TABLE = 8;

  private FeatureTable() {}

  /** Tables of all providers and features, and the reasons of what is not full. */
  public static String markdown(Collection<Provider> providers) {
    StringBuilder text = new StringBuilder();
    List<Provider> all = List.copyOf(providers);
    text.append(providers(all));
    Map<String, Integer> notes = new LinkedHashMap<>();
    for (int from = 0; from < all.size(); from += PROVIDERS_A_TABLE) {
      table(all.subList(from, Math.min(all.size(), from + PROVIDERS_A_TABLE)), notes, text);
    }
    notes.forEach((note, number) -> text.append("\n%d. %s".formatted(number, note)));
    return text.append('\n').toString();
  }

  private static String providers(List<Provider> all) {
    StringBuilder text = new StringBuilder("| provider | dialect | base URL | key | hosted in |\n");
    text.append("|---|---|---|---|---|\n");
    for (Provider provider : all) {
      text.append(
          "| %s | %s | `%s` | %s | %s |\n"
              .formatted(
                  provider.name(),
                  provider.dialect().label(),
                  provider.baseUrl(),
                  provider.keyEnv().map(env -> "`" + env + "`").orElse("none"),
                  provider.traits().jurisdictions().stream()
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    return text.toString();
  }

  private static void table(
      List<Provider> providers, Map<String, Integer> notes, StringBuilder text) {
    List<String> names = providers.stream().map(Provider::name).toList();
    text.append("\n| feature | ").append(String.join(" | ", names)).append(" |\n|---");
    text.append("|:-:".repeat(providers.size())).append("|\n");
    for (Feature feature : Feature.ALL) {
      List<String> cells = new ArrayList<>(List.of(feature.name()));
      providers.forEach(provider -> cells.add(cell(Support.of(feature, provider), notes)));
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
  }

  private static String cell(Support support, Map<String, Integer> notes) {
    return switch (support) {
      case Support.Full() -> "●";
      case Support.Local() -> "◆";
      case Support.Hint(var params) -> "○";
      case Support.Droppable(var params) ->
          "◐ " + params.stream().sorted().collect(Collectors.joining(", "));
      case Support.Refused(String why) -> "✕ <sup>" + number(why, notes) + "</sup>";
    };
  }

  private static int number(String why, Map<String, Integer> notes) {
    String note =
        why.isEmpty() ? "refused" : why.substring(0, 1).toUpperCase(Locale.ROOT) + why.substring(1);
    return notes.computeIfAbsent(note, first -> notes.size() + 1);
  }
}
