package dev.strowger.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.CacheRecord;
import dev.strowger.records.RequestRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {
  private final List<String> expired = new ArrayList<>();
  private final KeptAnswers answers = new KeptAnswers(1 << 20, expired::add);

  @Test
  void findsTheSameRequest() {
    keep(Kept.saying("Hi").build(), "hello");

    assertThat(find(Kept.saying("Hi").build())).isEqualTo("exact: hello");
    assertThat(find(Kept.saying("Ho").build())).isEmpty();
  }

  @Test
  void findsTheMostSimilarRequestThatIsSimilarEnough() {
    keep(Kept.pointing(Kept.saying("far"), 0, 100), "far");
    keep(Kept.pointing(Kept.saying("near"), 100, 30), "near");
    keep(Kept.pointing(Kept.saying("nearest"), 100, 10), "nearest");

    assertThat(find(Kept.pointing(Kept.saying("mine"), 100, 0))).isEqualTo("semantic: nearest");
    assertThat(find(Kept.pointing(Kept.saying("mine"), 100, -100))).isEmpty();
  }

  @Test
  void theSameRequestGoesBeforeASimilarOne() {
    keep(Kept.pointing(Kept.saying("mine"), 100, 40), "same");
    keep(Kept.pointing(Kept.saying("other"), 100, 0), "similar");

    assertThat(find(Kept.pointing(Kept.saying("mine"), 100, 0))).isEqualTo("exact: same");
  }

  @Test
  void ofEquallySimilarOnesTheNewestIsGiven() {
    keep(Kept.pointing(Kept.saying("one"), 100, 0), "old");
    keep(Kept.pointing(Kept.saying("two"), 100, 0), "new");

    assertThat(find(Kept.pointing(Kept.saying("mine"), 100, 0))).isEqualTo("semantic: new");
  }

  @Test
  void similarityCountsOnlyWhereTheTermsSayHowMuch() {
    keep(Kept.pointing(Kept.saying("one"), 100, 0), "similar");
    RequestRecord mine = Kept.pointing(Kept.saying("mine"), 100, 0);

    assertThat(Kept.text(answers.find(Kept.asked(mine, Kept.terms().setThreshold(null).build()))))
        .isEmpty();
    assertThat(find(Kept.saying("mine").build())).isEmpty();
    assertThat(find(Kept.pointing(Kept.saying("mine"), 100, 0, 0))).isEmpty();
    assertThat(find(Kept.pointing(Kept.saying("mine"), 0, 0))).isEmpty();
  }

  @Test
  void theSameRequestCountsOnlyWhereTheTermsSaySo() {
    keep(Kept.saying("Hi").build(), "hello");

    assertThat(
            Kept.text(
                answers.find(
                    Kept.asked(Kept.saying("Hi").build(), Kept.terms().setExact(false).build()))))
        .isEmpty();
  }

  @Test
  void neverGivesTheAnswerOfAnotherTenantWhateverItsKey() {
    RequestRecord mine = Kept.pointing(Kept.saying("Hi"), 100, 0);
    CacheRecord theirs = Kept.answer(mine, "secret").setTenant("team-b").build();
    answers.put(Kept.question(mine).key(), theirs, Kept.NOW);

    assertThat(find(mine)).isEmpty();
  }

  @Test
  void doesNotFindAcrossTenants() {
    keep(Kept.pointing(Kept.saying("Hi").setTenant("team-b"), 100, 0), "secret");

    assertThat(find(Kept.pointing(Kept.saying("Hi"), 100, 0))).isEmpty();
  }

  @Test
  void givesOnlyAnswersOfModelsThatAreAllowed() {
    keep(Kept.pointing(Kept.saying("Hi"), 100, 0), "hello");
    RequestRecord mine = Kept.pointing(Kept.saying("Hi"), 100, 0);
    var terms = Kept.terms().setAllowed(List.of("mistral/large", "openai/gpt-4o-mini")).build();

    assertThat(Kept.text(answers.find(Kept.asked(mine, terms)))).isEmpty();
  }

  @Test
  void aSimilarAnswerThatIsNotAllowedGivesWayToOneThatIs() {
    keep(Kept.pointing(Kept.saying("one"), 100, 20), "allowed");
    RequestRecord nearer = Kept.pointing(Kept.saying("two"), 100, 0);
    answers.put(
        Kept.question(nearer).key(),
        Kept.answer(nearer, "not allowed").setProvider("elsewhere").build(),
        Kept.NOW);

    assertThat(find(Kept.pointing(Kept.saying("mine"), 100, 0))).isEqualTo("semantic: allowed");
  }

  @Test
  void anExpiredAnswerIsNotGivenAndTold() {
    RequestRecord request = Kept.pointing(Kept.saying("Hi"), 100, 0);
    keep(request, "hello");
    Asked later =
        Asked.of(request, Kept.question(request), Kept.terms().build(), Kept.NOW.plusSeconds(60));

    assertThat(Kept.text(answers.find(later))).isEmpty();
    assertThat(Kept.text(answers.find(later))).isEmpty();
    assertThat(expired).containsExactly(Kept.question(request).key());
    assertThat(answers.count()).isZero();
    assertThat(answers.bytes()).isZero();
  }

  @Test
  void anAnswerThatComesExpiredIsNotTakenNorTold() {
    RequestRecord request = Kept.saying("Hi").build();
    answers.put(
        Kept.question(request).key(),
        Kept.answer(request, "old").setExpiresAt(Kept.NOW).build(),
        Kept.NOW);

    assertThat(answers.count()).isZero();
    assertThat(expired).isEmpty();
  }

  @Test
  void expiredAnswersThatNobodyAsksForGoWhenOthersCome() {
    keep(Kept.saying("one").build(), "1");
    keep(Kept.saying("two").build(), "2");
    RequestRecord three = Kept.saying("three").build();
    answers.put(
        Kept.question(three).key(),
        Kept.answer(three, "3").setExpiresAt(Kept.NOW.plus(Duration.ofHours(1))).build(),
        Kept.NOW.plusSeconds(61));

    assertThat(answers.count()).isEqualTo(1);
    assertThat(expired).hasSize(2);
  }

  @Test
  void aNewAnswerReplacesTheOldOne() {
    RequestRecord request = Kept.pointing(Kept.saying("Hi"), 100, 0);
    keep(request, "old");
    long bytes = answers.bytes();
    keep(request, "new");

    assertThat(find(request)).isEqualTo("exact: new");
    assertThat(find(Kept.pointing(Kept.saying("Ho"), 100, 0))).isEqualTo("semantic: new");
    assertThat(answers.bytes()).isEqualTo(bytes);
    assertThat(answers.count()).isEqualTo(1);
  }

  @Test
  void aDeletedAnswerIsNotFound() {
    RequestRecord request = Kept.pointing(Kept.saying("Hi"), 100, 0);
    keep(request, "hello");
    answers.remove(Kept.question(request).key());

    assertThat(find(request)).isEmpty();
    assertThat(find(Kept.pointing(Kept.saying("Ho"), 100, 0))).isEmpty();
    assertThat(answers.bytes()).isZero();
  }

  @Test
  void theAnswerNotUsedForLongestMakesRoom() {
    String large = "x".repeat(100_000);
    for (int i = 0; i < 10; i++) {
      keep(Kept.saying("question " + i).build(), large);
    }
    assertThat(find(Kept.saying("question 0").build())).isNotEmpty();

    keep(Kept.saying("question 10").build(), large);

    assertThat(answers.count()).isEqualTo(10);
    assertThat(answers.bytes()).isLessThanOrEqualTo(1 << 20);
    assertThat(find(Kept.saying("question 0").build())).isNotEmpty();
    assertThat(find(Kept.saying("question 1").build())).isEmpty();
    assertThat(find(Kept.saying("question 10").build())).isNotEmpty();
    assertThat(expired).isEmpty();
  }

  @Test
  void oneAnswerDoesNotDriveOutAllOthers() {
    keep(Kept.saying("Hi").build(), "hello");
    keep(Kept.saying("long").build(), "x".repeat(200_000));

    assertThat(find(Kept.saying("Hi").build())).isNotEmpty();
    assertThat(find(Kept.saying("long").build())).isEmpty();
  }

  @Test
  void theNewestOfManySimilarOnesAreSearched() {
    KeptAnswers many = new KeptAnswers(1L << 30, expired::add);
    RequestRecord first = Kept.pointing(Kept.saying("first"), 100, 0);
    many.put(Kept.question(first).key(), Kept.answer(first, "first").build(), Kept.NOW);
    CacheRecord other = Kept.answer(Kept.pointing(Kept.saying("other"), 0, 100), "other").build();
    IntStream.range(1, Neighbours.MOST).forEach(i -> many.put("key-" + i, other, Kept.NOW));
    RequestRecord mine = Kept.pointing(Kept.saying("mine"), 100, 0);

    assertThat(Kept.text(many.find(Kept.asked(mine, Kept.terms().build()))))
        .isEqualTo("semantic: first");
    many.put("one more", other, Kept.NOW);
    assertThat(Kept.text(many.find(Kept.asked(mine, Kept.terms().build())))).isEmpty();
    assertThat(Kept.text(many.find(Kept.asked(first, Kept.terms().build()))))
        .isEqualTo("exact: first");
  }

  private void keep(RequestRecord request, String text) {
    answers.put(Kept.question(request).key(), Kept.answer(request, text).build(), Kept.NOW);
  }

  private String find(RequestRecord request) {
    return Kept.text(answers.find(Kept.asked(request, Kept.terms().build())));
  }
}
