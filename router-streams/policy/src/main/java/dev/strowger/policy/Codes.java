package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Words that have a meaning elsewhere: languages, countries, capabilities, data classes. */
final class Codes {
  static final String EU = "EU";

  /** Members of the European Union, ISO 3166-1. */
  static final Set<String> EU_MEMBERS =
      Set.of(
          "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
          "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE");

  /** Words of the catalogue of providers; others would never match anything. */
  static final Set<String> CAPABILITIES =
      Set.of(
          "stream",
          "tools",
          "json_object",
          "json_schema",
          "vision",
          "audio",
          "files",
          "reasoning",
          "prompt_caching",
          "logprobs",
          "completions",
          "embeddings");

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  private Codes() {}

  static Set<String> languages(Section section, String key) {
    return read(
        section, key, Codes::isLanguage, "a language of ISO 639-1, e.g. tr, or a list of those");
  }

  static boolean isLanguage(String text) {
    return text.length() == 2 && LANGUAGES.contains(text);
  }

  static Set<String> jurisdictions(Section section, String key) {
    return read(
        section,
        key,
        text -> text.equals(EU) || COUNTRIES.contains(text),
        "a country of ISO 3166, e.g. DE, or EU, or a list of those");
  }

  static Set<String> certifications(Section section, String key) {
    Set<String> all = new LinkedHashSet<>();
    read(section, key, NameReader::isName, "the name of a certification, or a list of those")
        .forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
    return all;
  }

  static Set<String> dataClasses(Section section, String key) {
    return read(section, key, NameReader::isName, "the name of a data class, or a list of those");
  }

  /** Written with dashes or underscores. */
  static Set<String> capabilities(Section section, String key, List<String> texts) {
    Set<String> capabilities = new LinkedHashSet<>();
    for (String text : texts) {
      String capability = text.replace('-', '_');
      if (CAPABILITIES.contains(capability)) {
        capabilities.add(capability);
      } else {
        section.problem(
            key,
            "unknown capability "
                + Texts.shortened(text)
                + "; expected one of "
                + CAPABILITIES.stream().sorted().toList());
      }
    }
    return capabilities;
  }

  /** Whether all of the places are among those that are allowed. */
  static boolean within(Set<String> places, Set<String> allowed) {
    return places.stream()
        .allMatch(
            place ->
                allowed.contains(place) || (allowed.contains(EU) && EU_MEMBERS.contains(place)));
  }

  private static Set<String> read(
      Section section, String key, Predicate<String> fits, String what) {
    Set<String> all = new LinkedHashSet<>();
    for (String text : NamesReader.bounded(section, key, what)) {
      if (fits.test(text)) {
        all.add(text);
      } else {
        section.problem(
            key, text, "expected " + what + ", found \"" + Texts.shortened(text) + "\"");
      }
    }
    return all;
  }
}
