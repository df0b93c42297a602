package dev.strowger.features;

import com.github.pemistahl.lingua.api.IsoCode639_1;
import com.github.pemistahl.lingua.api.Language;
import com.github.pemistahl.lingua.api.LanguageDetector;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Says in which language a text is. Opening takes about half a second and 40 MB of heap; one
 * instance serves all threads.
 */
public final class Languages {
  /** Of a text that is looked at; the rest is not. */
  public static final int MAX_CHARS = 4_000;

  /** Of what is looked at, code and addresses left out. */
  static final int MAX_LETTERS = 1_000;

  /** Nothing can be said of fewer letters in a script that many languages share. */
  private static final int MIN_LETTERS = 2;

  /** What a vote of all words counts for, where the likeliest language has 1 by its letters. */
  private static final double WORDS_WEIGHT = 1.5;

  /** The next likely language must be so far behind, when common words speak for the first. */
  private static final double SURE_BY_WORDS = 0.01;

  /** The same, when none of its common words is there. */
  private static final double SURE_BY_LETTERS = 0.035;

  private static final int FEW_LETTERS = 12;

  /** The same, of few letters: random ones look like some language too. */
  private static final double SURE_BY_FEW_LETTERS = 0.35;

  private static final IsoCode639_1[] KNOWN =
      Arrays.stream(
              ("ar az bg cs da de el en es fa fi fr he hi hu id it ja ko nb nl pl pt ro ru sv th tr"
                      + " uk ur vi zh")
                  .split(" "))
          .map(code -> IsoCode639_1.valueOf(code.toUpperCase(Locale.ROOT)))
          .toArray(IsoCode639_1[]::new);

  private final LanguageDetector detector;
  private final CommonWords words;

  private Languages(LanguageDetector detector, CommonWords words) {
    this.detector = detector;
    this.words = words;
  }

  public static Languages open() {
    return new Languages(
        LanguageDetectorBuilder.fromIsoCodes639_1(KNOWN)
            .withLowAccuracyMode()
            .withPreloadedLanguageModels()
            .build(),
        CommonWords.load());
  }

  /**
   * @return the language's code by ISO 639-1 ({@code no} for Norwegian), or "" when it cannot be
   *     told, as of code and of numbers
   */
  public String of(String text) {
    String prose = Prose.of(text, MAX_CHARS, MAX_LETTERS);
    long letters = prose.codePoints().filter(Character::isLetter).count();
    if (letters == 0) {
      return "";
    }
    Map<Language, Double> byLetters = detector.computeLanguageConfidenceValues(prose);
    if (byLetters.size() == 1) {
      // A script of its own, or letters that only one language has.
      return code(byLetters.keySet().iterator().next());
    }
    return letters < MIN_LETTERS ? "" : best(byLetters, words.votes(prose), letters);
  }

  private static String best(
      Map<Language, Double> byLetters, Map<String, Double> votes, long letters) {
    String best = "";
    double most = 0;
    double next = 0;
    for (Map.Entry<Language, Double> entry : byLetters.entrySet()) {
      String code = code(entry.getKey());
      double score = entry.getValue() + WORDS_WEIGHT * votes.getOrDefault(code, 0.0);
      if (score > most) {
        next = most;
        most = score;
        best = code;
      } else if (score > next) {
        next = score;
      }
    }
    double needed = SURE_BY_LETTERS;
    if (votes.containsKey(best)) {
      needed = SURE_BY_WORDS;
    } else if (letters < FEW_LETTERS) {
      needed = SURE_BY_FEW_LETTERS;
    }
    return most - next >= needed ? best : "";
  }

  private static String code(Language language) {
    return language == Language.BOKMAL
        ? "no"
        : language.getIsoCode639_1().name().toLowerCase(Locale.ROOT);
  }
}
