package dev.strowger.worker.gates;

import com.google.re2j.Pattern;
import dev.strowger.dialects.review.GivenAnswer.Choice;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a model declines to answer: by what its API says, else by how a short answer begins. Long
 * answers are none, whatever they begin with; what is not known for a refusal is none. Pure.
 */
final class Refusals {
  /** Refusals explain themselves in a few sentences. */
  static final int MAX_CHARS = 600;

  /** Of a beginning. */
  private static final int LOOKED_AT = 200;

  private static final String EN_HELP =
      "(?:help|assist|answer|provide|fulfill?|comply|do (?:that|this)|create|generate|write|share|"
          + "give|discuss|support|engage|continue|offer|produce|make|access|process|complete)";

  /** Behind an apology, if there is one; in lower case, typographic apostrophes made straight. */
  private static final List<Pattern> OPENINGS =
      List.of(
          // English
          opening(
              "(?:(?:i'm|i am|we're|we are)? ?(?:very |so |really |truly )?sorry|i apologi[sz]e|"
                  + "my apologies|unfortunately|regrettably)?[,.;:!]? ?(?:but )?"
                  + "(?:i|we)(?:'m| am|'re| are)? ?"
                  + "(?:can't|cannot|can not|won't|will not|(?:not |un)able to|"
                  + "not (?:comfortable|allowed|permitted))(?: to)? (?:really |directly )?"
                  + EN_HELP
                  + "\\b"),
          opening(
              "as an? (?:ai|artificial intelligence|(?:large )?language model)[^.]{0,60}"
                  + "\\b(?:can't|cannot|won't|(?:not |un)able to|do(?:n't| not) have (?:the ability|"
                  + "access|personal))"),
          // German
          opening(
              "(?:(?:es )?tut mir (?:sehr )?leid|entschuldigung|leider)[,.;:!]? ?"
                  + "(?:(?:aber|doch) )?[^.]{0,60}\\b(?:kann|darf|werde|könnte) (?:ich|dir|ihnen)?"
                  + "[^.]{0,80}\\b(?:nicht|keine[nrms]?)\\b"),
          opening(
              "(?:tut mir leid|leider)[,.]? ?(?:aber )?ich (?:kann|darf)[^.]{0,80}\\b(?:nicht|keine[nrms]?)\\b"),
          opening(
              "(?:(?:dabei|damit|hierbei) kann ich|ich kann)(?: dir| ihnen| euch)?"
                  + "(?: (?:dabei|damit|hierbei|bei [^.]{1,40}))?(?: leider)? nicht"
                  + " (?:\\S+ )?(?:helfen|weiterhelfen|behilflich|unterstützen)"),
          opening(
              "als (?:ki|künstliche intelligenz|sprachmodell)[^.]{0,80}\\b(?:nicht|keine[nrms]?)\\b"),
          // French
          opening(
              "(?:(?:je suis )?(?:vraiment |sincèrement )?(?:désolée?|navrée?)|je regrette|"
                  + "malheureusement)[,.;:!]? ?(?:mais )?je ne (?:peux|puis|suis) pas\\b"),
          opening(
              "je ne (?:peux|puis) pas (?:vous |t'|te )?(?:aider|répondre|fournir|assister|"
                  + "donner|créer|générer|continuer)\\b"),
          opening("je ne suis pas (?:en mesure|capable|autorisée?) (?:de|à)\\b"),
          opening("en tant qu(?:e |')[^.]{0,60}je ne (?:peux|puis|suis)"),
          // Spanish
          opening(
              "(?:lo siento(?: mucho)?|lo lamento|disculpa|disculpe|lamentablemente|"
                  + "desafortunadamente)[,.;:!]? ?(?:pero )?no (?:puedo|me es posible|estoy en)\\b"),
          opening("no puedo (?:ayudar|asistir|proporcionar|responder|cumplir|generar|crear)"),
          opening(
              "como (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje)[^.]{0,60}no puedo\\b"),
          // Turkish: the verb with its refusal stands at the end.
          opening(
              "(?:üzgünüm|maalesef|özür dilerim|kusura bakmayın)\\b[^.]{0,120}"
                  + "(?:am[ıi]yorum|em[ıi]yorum|[ae]mam|[ae]mem|m[üu]mk[üu]n değil)\\b"),
          opening(
              "(?:bu (?:konuda|isteğe|talebe|soruya) )[^.]{0,60}(?:olamam|olamıyorum|veremem|veremiyorum|edemem)\\b"),
          // Arabic
          opening(
              "(?:عذرا|عذرًا|آسف|أنا آسف|أعتذر|للأسف|المعذرة)[،,.!]? ?[^.]{0,30}(?:لا|لن|ليس) ?(?:أستطيع|يمكنني|يمكن|بإمكاني|أتمكن)"),
          opening("لا (?:أستطيع|يمكنني) (?:مساعدتك|المساعدة|تقديم|الإجابة|تلبية)"),
          // Italian, Portuguese, Dutch, Polish, Russian, Chinese, Japanese
          opening(
              "(?:mi dispiace|spiacente|purtroppo)[,.;:!]? ?(?:ma )?non (?:posso|sono in grado)\\b"),
          opening(
              "(?:desculpe|sinto muito|lamento|infelizmente)[,.;:!]? ?(?:mas )?(?:eu )?não (?:posso|consigo)\\b"),
          opening(
              "(?:het spijt me|sorry|helaas)[,.;:!]? ?(?:maar )?(?:ik kan|kan ik)[^.]{0,80}\\b(?:niet|geen)\\b"),
          opening("(?:przepraszam|przykro mi|niestety)[,.;:!]? ?(?:ale )?nie mogę"),
          opening(
              "(?:извините|простите|к сожалению|мне жаль)[,.;:!]? ?(?:но )?я не (?:могу|смогу|в состоянии)"),
          opening("(?:很|非常)?(?:抱歉|对不起)[,，。!]? ?(?:但)?我?(?:无法|不能)"),
          opening("(?:申し訳(?:ありません|ございません)|すみません)[^。]{0,60}(?:できません|できかねます|お(?:応|答)え)"));

  private Refusals() {}

  /** Why it is a refusal; empty if it is none. */
  static Optional<String> in(Choice choice) {
    if (!choice.refusal().isBlank()) {
      return Optional.of("the model declined");
    }
    if (choice.filtered()) {
      return Optional.of("a filter ended the answer");
    }
    if (choice.calls() || choice.text().length() > MAX_CHARS) {
      return Optional.empty();
    }
    String beginning = beginning(choice.text());
    return OPENINGS.stream().anyMatch(opening -> opening.matcher(beginning).lookingAt())
        ? Optional.of("it begins as a refusal does")
        : Optional.empty();
  }

  private static String beginning(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .replace('’', '\'')
            .replaceAll("^[\\s\"'*_#>„“”«»-]+", "")
            .replaceAll("\\s+", " ")
            .toLowerCase(Locale.ROOT);
    return plain.length() <= LOOKED_AT ? plain : plain.substring(0, LOOKED_AT);
  }

  private static Pattern opening(String regex) {
    return Pattern.compile(regex);
  }
}
