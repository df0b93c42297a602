package dev.strowger.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Finish;
import dev.strowger.simulator.answer.Question.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes answers: the same seed, model and prompt give the same answer. Prose repeats the prompt,
 * names the model, and goes on in made-up words; "in 50 words" or "200 tokens" in the prompt is
 * honoured. An answer that was begun is gone on with.
 */
public final class Composer {
  /** No answer is longer, whatever is asked. */
  public static final int MOST_TOKENS = 32_768;

  private static final int USUAL_WORDS = 24;
  private static final int QUOTED_CHARS = 160;
  private static final int SEARCHED_CHARS = 2_000;
  private static final Pattern AMOUNT =
      Pattern.compile("(\\d{1,6})[ -](?:words?|tokens?)\\b", Pattern.CASE_INSENSITIVE);

  private final long seed;

  public Composer(long seed) {
    this.seed = seed;
  }

  public Answer compose(Question question) {
    SplittableRandom random = new SplittableRandom(seed * 31 + question.prompt().text().hashCode());
    Answer answer = answer(question, random);
    return question.delivery().thoughts()
        ? new Answer(answer.pieces(), thoughts(question), answer.finish(), answer.stoppedAt())
        : answer;
  }

  /** What is said where a filter stops the answer. */
  public static Answer filtered() {
    return new Answer(
        split("A simulated filter stopped this answer."), List.of(), Finish.FILTERED, "");
  }

  private static List<String> thoughts(Question question) {
    return split("Simulated " + question.model() + " thinks this over before it answers.");
  }

  private static Answer answer(Question question, SplittableRandom random) {
    return switch (question.wanted()) {
      case Wanted.Text() -> limited(prose(question, random), question);
      case Wanted.Json(JsonNode schema) ->
          limited(split(SchemaSample.of(schema, random).toString()), question);
      case Wanted.ToolCall(String tool, JsonNode schema) ->
          new Answer(
              split(SchemaSample.of(schema, random).toString()), List.of(), Finish.TOOL_CALL, "");
    };
  }

  private static List<String> prose(Question question, SplittableRandom random) {
    List<String> pieces = new ArrayList<>(split(opening(question)));
    int asked = askedAmount(question.prompt().text());
    int wanted = asked > 0 ? asked : pieces.size() + USUAL_WORDS;
    while (pieces.size() < wanted) {
      pieces.add(" " + Words.next(random));
    }
    List<String> whole = pieces.subList(0, wanted);
    return rest(whole, question.prompt().begun(), random);
  }

  /** What follows a beginning: another model's, if it is not our own, as long as ours would be. */
  private static List<String> rest(List<String> whole, String begun, SplittableRandom random) {
    if (begun.isEmpty()) {
      return whole;
    }
    String text = String.join("", whole);
    if (text.startsWith(begun)) {
      return split(text.substring(begun.length()));
    }
    int said = split(begun).size();
    return said < whole.size()
        ? whole.subList(said, whole.size())
        : split(" " + Words.next(random) + " " + Words.next(random) + ".");
  }

  private static String opening(Question question) {
    String text = question.prompt().text().strip();
    String quoted =
        text.length() <= QUOTED_CHARS ? text : text.substring(0, QUOTED_CHARS).strip() + "…";
    return (question.prompt().afterTool() ? "The tool answered: \"" : "You asked: \"")
        + quoted
        + "\". I am simulated "
        + question.model()
        + " and this is made up:";
  }

  /** The number of words or tokens the prompt asks for, or 0. */
  static int askedAmount(String prompt) {
    Matcher found = AMOUNT.matcher(prompt.substring(Math.max(0, prompt.length() - SEARCHED_CHARS)));
    return found.find() ? Math.min(Integer.parseInt(found.group(1)), MOST_TOKENS) : 0;
  }

  private static Answer limited(List<String> pieces, Question question) {
    String text = String.join("", pieces);
    for (String stop : question.limits().stops()) {
      int at = stop.isEmpty() ? -1 : text.indexOf(stop);
      if (at >= 0) {
        List<String> kept = split(text.substring(0, at));
        if (kept.size() <= question.limits().maxTokens()) {
          return new Answer(kept, List.of(), Finish.STOP_TEXT, stop);
        }
      }
    }
    int most = Math.min(question.limits().maxTokens(), MOST_TOKENS);
    return pieces.size() > most
        ? new Answer(pieces.subList(0, most), List.of(), Finish.LENGTH, "")
        : new Answer(pieces, List.of(), Finish.COMPLETE, "");
  }

  /** Cuts before each run of blanks, so that the pieces together are the text again. */
  static List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i)) && !Character.isWhitespace(text.charAt(i - 1))) {
        pieces.add(text.substring(from, i));
        from = i;
      }
    }
    if (from < text.length()) {
      pieces.add(text.substring(from));
    }
    return pieces;
  }
}
