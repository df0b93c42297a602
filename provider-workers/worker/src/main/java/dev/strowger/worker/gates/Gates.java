package dev.strowger.worker.gates;

import dev.strowger.dialects.review.GivenAnswer;
import dev.strowger.dialects.review.GivenAnswer.Choice;
import dev.strowger.records.Acceptance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The gates that need nothing but the answer: every choice of it must pass all that are set. One
 * that cannot look lets pass, and says so. Pure.
 */
public final class Gates {
  private static final String SAME = "same";

  private final LanguageOf languages;

  public Gates(LanguageOf languages) {
    this.languages = languages;
  }

  /** One that breaks must not cost the client an answer that is here and paid for. */
  public Checked check(GivenAnswer answer, Asked asked, Acceptance accept) {
    try {
      return looked(answer, asked, accept);
    } catch (RuntimeException | StackOverflowError e) {
      return new Checked.Accepted(List.of("a gate broke: " + e.getClass().getSimpleName()));
    }
  }

  private Checked looked(GivenAnswer answer, Asked asked, Acceptance accept) {
    List<String> untold = new ArrayList<>();
    if (answer.choices().isEmpty()) {
      return new Checked.Accepted(List.of("the answer cannot be read"));
    }
    for (Choice choice : answer.choices()) {
      Optional<Checked.NotAccepted> refused =
          refusal(choice, accept)
              .or(() -> length(choice, accept))
              .or(() -> json(choice, asked, accept, untold))
              .or(() -> language(choice, asked, accept, untold))
              .or(() -> logprob(choice, accept, untold));
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    return new Checked.Accepted(untold.stream().distinct().toList());
  }

  private static Optional<Checked.NotAccepted> refusal(Choice choice, Acceptance accept) {
    return accept.getNoRefusal()
        ? Refusals.in(choice).map(why -> new Checked.NotAccepted("no_refusal", why))
        : Optional.empty();
  }

  /** In characters as a reader counts them. A call of a tool needs no text. */
  private static Optional<Checked.NotAccepted> length(Choice choice, Acceptance accept) {
    String text = choice.text().strip();
    int chars = text.codePointCount(0, text.length());
    Integer least = accept.getMinChars();
    Integer most = accept.getMaxChars();
    if (least != null && chars < least && !choice.calls()) {
      return Optional.of(new Checked.NotAccepted("min_chars", chars + " < " + least));
    }
    return most != null && chars > most
        ? Optional.of(new Checked.NotAccepted("max_chars", chars + " > " + most))
        : Optional.empty();
  }

  private static Optional<Checked.NotAccepted> json(
      Choice choice, Asked asked, Acceptance accept, List<String> untold) {
    if (!accept.getJsonSchema() || (choice.calls() && choice.text().isBlank())) {
      return Optional.empty();
    }
    return switch (JsonGate.look(choice.text(), asked.format())) {
      case JsonGate.Look.Valid() -> Optional.empty();
      case JsonGate.Look.Untold(String why) -> {
        untold.add("json_schema: " + why);
        yield Optional.empty();
      }
      case JsonGate.Look.Invalid(String why) ->
          Optional.of(new Checked.NotAccepted("json_schema", why));
    };
  }

  private Optional<Checked.NotAccepted> language(
      Choice choice, Asked asked, Acceptance accept, List<String> untold) {
    if (accept.getLanguages().isEmpty() || (choice.calls() && choice.text().isBlank())) {
      return Optional.empty();
    }
    List<String> wanted =
        accept.getLanguages().stream()
            .map(one -> one.equals(SAME) ? asked.language() : one)
            .toList();
    if (wanted.contains("")) {
      untold.add("language: the prompt's is not known");
      return Optional.empty();
    }
    String spoken = languages.of(JsonGate.words(choice.text()));
    if (spoken.isEmpty()) {
      untold.add("language: the answer's cannot be told");
      return Optional.empty();
    }
    return wanted.contains(spoken)
        ? Optional.empty()
        : Optional.of(
            new Checked.NotAccepted(
                "language",
                spoken + " instead of " + wanted.stream().collect(Collectors.joining(" or "))));
  }

  private static Optional<Checked.NotAccepted> logprob(
      Choice choice, Acceptance accept, List<String> untold) {
    Double least = accept.getMinLogprob();
    if (least == null) {
      return Optional.empty();
    }
    if (choice.meanLogprob().isEmpty()) {
      untold.add("min_logprob: the target tells none");
      return Optional.empty();
    }
    double mean = choice.meanLogprob().getAsDouble();
    return mean < least
        ? Optional.of(
            new Checked.NotAccepted("min_logprob", Grade.shown(mean) + " < " + Grade.shown(least)))
        : Optional.empty();
  }
}
