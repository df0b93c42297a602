package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code provider/model} as fallbacks, judges and shadows are written, and whether what is asked
 * can be asked and has a price.
 */
final class TargetNames {
  private final Set<String> providers;
  private final Map<Target.Name, ModelCard> cards;

  /** Models whose price was missed; each is told of once, where it is named first. */
  private final Set<Target.Name> unpriced = new HashSet<>();

  /**
   * @param providers that are configured, sorted
   */
  TargetNames(Set<String> providers, Map<Target.Name, ModelCard> cards) {
    this.providers = providers;
    this.cards = cards;
  }

  Optional<Target.Name> read(Section section, String key) {
    Optional<String> text = section.string(key);
    Optional<Target.Name> name = text.flatMap(Target.Name::parse);
    if (text.isPresent() && name.isEmpty()) {
      section.problem(
          key, "expected provider/model, found \"" + Texts.shortened(text.get()) + "\"");
    }
    name.ifPresent(
        n -> {
          checkProvider(section, key, n.provider());
          checkPrice(section, key, n);
        });
    return name;
  }

  Optional<Target.Name> required(Section section, String key) {
    if (!section.has(key)) {
      section.missing(key, "provider/model");
    }
    return read(section, key);
  }

  void checkProvider(Section section, String key, String provider) {
    if (!providers.contains(provider)) {
      section.problem(
          key,
          "no provider is named \""
              + Texts.shortened(provider)
              + "\"; expected one of "
              + Texts.list(List.copyOf(providers)));
    }
  }

  /** What costs nothing in the books is never refused for money, whatever its provider bills. */
  void checkPrice(Section section, String key, Target.Name name) {
    if (cards.getOrDefault(name, ModelCard.UNKNOWN).price().isEmpty() && unpriced.add(name)) {
      section.warning(
          key,
          name
              + " has no price in models.yaml, so no budget of money holds it back; a model that"
              + " costs nothing has the price 0");
    }
  }
}
