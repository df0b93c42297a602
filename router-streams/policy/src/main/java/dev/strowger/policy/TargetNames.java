package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code provider/model} as fallbacks, judges and shadows are written. */
final class TargetNames {
  private final Set<String> providers;

  /**
   * @param providers that are configured, sorted
   */
  TargetNames(Set<String> providers) {
    this.providers = providers;
  }

  Optional<Target.Name> read(Section section, String key) {
    Optional<String> text = section.string(key);
    Optional<Target.Name> name = text.flatMap(Target.Name::parse);
    if (text.isPresent() && name.isEmpty()) {
      section.problem(
          key, "expected provider/model, found \"" + Texts.shortened(text.get()) + "\"");
    }
    name.ifPresent(n -> checkProvider(section, key, n.provider()));
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
}
