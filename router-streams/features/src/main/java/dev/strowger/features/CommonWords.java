package dev.strowger.features;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which languages a text's words speak for; what counts in prompts of three words. */
final class CommonWords {
  private static final String RESOURCE = "common-words.txt";

  private final Map<String, List<String>> languages;

  private CommonWords(Map<String, List<String>> languages) {
    this.languages = languages;
  }

  static CommonWords load() {
    try (InputStream in = CommonWords.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE + " is not on the class path");
      }
      Map<String, List<String>> languages = new HashMap<>();
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines();
      lines.filter(line -> !line.startsWith("#")).forEach(line -> add(line, languages));
      return new CommonWords(languages);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the common words of languages", e);
    }
  }

  private static void add(String line, Map<String, List<String>> languages) {
    String language = line.substring(0, 2);
    for (String word : line.substring(3).strip().split(" ")) {
      List<String> of = languages.computeIfAbsent(word, first -> new ArrayList<>());
      if (!of.contains(language)) {
        of.add(language);
      }
    }
  }

  /**
   * How far the words speak for each language.
   *
   * @return 0 to 1: of the text's words, those common in that language, a word that is common in n
   *     counting for each of them 1/n
   */
  Map<String, Double> votes(String text) {
    Map<String, Double> votes = new HashMap<>();
    int words = 0;
    for (String word :
        text.toLowerCase(Locale.ROOT).replace("\u0307", "").split("[^\\p{L}\\p{M}]+")) {
      if (!word.isEmpty()) {
        words++;
        List<String> of = languages.getOrDefault(word, List.of());
        of.forEach(language -> votes.merge(language, 1.0 / of.size(), Double::sum));
      }
    }
    double all = Math.max(1, words);
    votes.replaceAll((language, sum) -> sum / all);
    return votes;
  }
}
