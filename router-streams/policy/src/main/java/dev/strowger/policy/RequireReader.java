package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What rules ask of models; what is wrong is noted in the manifest. */
final class RequireReader {
  static final Set<String> KEYS =
      Set.of(
          "jurisdictions",
          "certifications",
          "deny_providers",
          "open_weight",
          "self_hosted",
          "max_price",
          "retention");
  static final Set<String> PRICE_KEYS = Set.of("input", "output");
  static final List<String> RETENTIONS = List.of("none", "30d", "unlimited");

  private final Set<String> providers;

  RequireReader(Set<String> providers) {
    this.providers = providers;
  }

  /**
   * @param owner has the section under the key
   */
  Require read(Section owner, String key) {
    Section section = owner.section(key).orElse(null);
    if (section == null) {
      return Require.NOTHING;
    }
    section.onlyKeys(KEYS);
    if (section.keys().isEmpty()) {
      owner.missing(key, "what a model must be like");
    }
    Optional<Section> price = section.section("max_price");
    price.ifPresent(
        p -> {
          p.onlyKeys(PRICE_KEYS);
          if (p.keys().isEmpty()) {
            section.missing("max_price", "input, output or both");
          }
        });
    return new Require(
        Codes.jurisdictions(section, "jurisdictions"),
        Codes.certifications(section, "certifications"),
        denied(section),
        section.flag("open_weight", false),
        section.flag("self_hosted", false),
        price.map(p -> MoneyReader.perMillion(p, "input")).orElse(OptionalLong.empty()),
        price.map(p -> MoneyReader.perMillion(p, "output")).orElse(OptionalLong.empty()),
        retention(section));
  }

  static Optional<Retention> retention(Section section) {
    return section
        .choice("retention", RETENTIONS)
        .map(
            text ->
                switch (text) {
                  case "none" -> Retention.NONE;
                  case "30d" -> Retention.DAYS_30;
                  default -> Retention.UNLIMITED;
                });
  }

  private Set<String> denied(Section section) {
    List<String> denied =
        NamesReader.bounded(section, "deny_providers", "the name of a provider, or a list");
    for (String provider : denied) {
      if (!providers.contains(provider)) {
        section.warning(
            "deny_providers",
            "no provider is named \""
                + Texts.shortened(provider)
                + "\", so there is nothing to deny; configured are "
                + Texts.list(providers.stream().sorted().toList()));
      }
    }
    return new HashSet<>(denied);
  }
}
