package dev.strowger.dialects.continuing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AlignmentTest {
  private static final String ANSWER =
      "Größe zählt: der Ålesund-Fjord 🌦 misst 16,3 km. Er ist an\u00a0manchen Stellen 700 m tief; "
          + "im Winter friert er nie zu.\n\n- Länge: 16,3 km\n- Tiefe: 700 m 🏔️\n";

  @Test
  void goesOnBehindEveryCharacterWhateverTheModelDoes() {
    for (int cut = 0; cut <= ANSWER.length(); cut++) {
      String sent = ANSWER.substring(0, cut);
      String rest = ANSWER.substring(cut);
      if (!withinSpace(cut)) {
        assertThat(sent + aligned(sent, rest)).as("continued at " + cut).isEqualTo(ANSWER);
      }
      assertThat(sent + aligned(sent, ANSWER)).as("begun anew at " + cut).isEqualTo(ANSWER);
      if (cut > 0) {
        assertThat(sent + aligned(sent, "\n " + ANSWER)).as("anew, at " + cut).isEqualTo(ANSWER);
      }
      for (int overlap = 24; overlap <= Math.min(cut, 60); overlap += 3) {
        String repeated = sent.substring(cut - overlap);
        assertThat(sent + aligned(sent, repeated + rest))
            .as("repeated %d at %d", overlap, cut)
            .isEqualTo(ANSWER);
      }
    }
  }

  @Test
  void worksHoweverTheNewTextIsCut() {
    long seed = 20_261_121;
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      int cut = random.nextInt(ANSWER.length() + 1);
      String sent = ANSWER.substring(0, cut);
      boolean anew = withinSpace(cut) || random.nextBoolean();
      String text = anew ? ANSWER : ANSWER.substring(cut);
      List<String> pieces = new ArrayList<>();
      for (int at = 0; at < text.length(); ) {
        int end = Math.min(text.length(), at + 1 + random.nextInt(7));
        pieces.add(text.substring(at, end));
        at = end;
      }
      assertThat(sent + aligned(sent, pieces.toArray(String[]::new)))
          .as("seed %d round %d", seed, round)
          .isEqualTo(ANSWER);
    }
  }

  @Test
  void aContinuationIsGivenOutAtOnce() {
    Alignment alignment = new Alignment("The capital of Norway is ");
    assertThat(alignment.add("Oslo")).isEqualTo("Oslo");
    assertThat(alignment.add(", of course")).isEqualTo(", of course");
  }

  @Test
  void isHeldBackWhileItMayBeARepetition() {
    Alignment alignment = new Alignment("The capital of Norway is ");
    assertThat(alignment.add("The")).isEmpty();
    assertThat(alignment.add(" capital")).isEmpty();
    assertThat(alignment.add(" of Norway is Oslo")).isEqualTo("Oslo");
  }

  @Test
  void aTextThatBeginsAlikeAndGoesOnOtherwiseDoesNotFit() {
    Alignment alignment = new Alignment("The capital of Norway is the city of ");
    assertThat(alignment.add("The capital of Norway was")).isEmpty();
    assertThat(alignment.unfit()).isTrue();
    assertThat(alignment.add(" Oslo")).isEmpty();
  }

  @Test
  void aTextThatBeginsAlikeAndEndsEarlierDoesNotFit() {
    Alignment alignment = new Alignment("The capital of Norway is the city of ");
    alignment.add("The capital of Norway is");
    assertThat(alignment.end(false)).isEmpty();
    assertThat(alignment.unfit()).isTrue();
  }

  @Test
  void aRepetitionCutShortByTheLimitIsTheEnd() {
    Alignment alignment = new Alignment("The capital of Norway is the city of ");
    alignment.add("The capital of Norway is");
    assertThat(alignment.end(true)).isEmpty();
    assertThat(alignment.unfit()).isFalse();
  }

  @Test
  void aFewEqualWordsAreNoRepetition() {
    assertThat(aligned("The sun. The moon. ", "The stars.")).isEqualTo("The stars.");
    assertThat(aligned("It was very", " very cold")).isEqualTo(" very cold");
    assertThat(aligned("He had to go to", "go tomorrow")).isEqualTo("go tomorrow");
  }

  @Test
  void wholeWordsThatWereRepeatedAreDropped() {
    assertThat(aligned("He had to go to", "go to Oslo")).isEqualTo(" Oslo");
    assertThat(aligned("He had to go to", "to go to")).isEmpty();
  }

  @Test
  void whiteSpaceAtTheSeamStandsOnce() {
    assertThat(aligned("A list:\n\n", "\n\n- one")).isEqualTo("- one");
    assertThat(aligned("A list: ", " one")).isEqualTo("one");
    assertThat(aligned("A list:", " one")).isEqualTo(" one");
    assertThat(aligned("A list:\n", "A list:\n\n- one")).isEqualTo("\n- one");
  }

  @Test
  void nothingMoreIsAnEnd() {
    assertThat(aligned("It is Oslo.")).isEmpty();
    assertThat(aligned("It is Oslo.", "It is Oslo.")).isEmpty();
    assertThat(aligned("It is Oslo.\n", "It is Oslo.")).isEmpty();
  }

  @Test
  void withNothingSentAllIsNew() {
    Alignment alignment = new Alignment("");
    assertThat(alignment.add(" ")).isEqualTo(" ");
    assertThat(alignment.add("a")).isEqualTo("a");
  }

  @Test
  void longTextsAreFollowedInTime() {
    String sent = "lorem ipsum dolor sit amet ".repeat(20_000);
    Alignment alignment = new Alignment(sent);
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < sent.length(); at += 5) {
      out.append(alignment.add(sent.substring(at, Math.min(sent.length(), at + 5))));
    }
    out.append(alignment.add("end")).append(alignment.end(false));
    assertThat(out).hasToString("end");
  }

  /** There white space that comes next may be the one that was cut off from the prefill. */
  private static boolean withinSpace(int cut) {
    return cut > 0
        && cut < ANSWER.length()
        && Character.isWhitespace(ANSWER.charAt(cut - 1))
        && Character.isWhitespace(ANSWER.charAt(cut));
  }

  private static String aligned(String sent, String... pieces) {
    Alignment alignment = new Alignment(sent);
    StringBuilder out = new StringBuilder();
    for (String piece : pieces) {
      out.append(alignment.add(piece));
    }
    out.append(alignment.end(false));
    assertThat(alignment.unfit()).isFalse();
    return out.toString();
  }
}
