package dev.strowger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTest {
  @Property(tries = 1_000)
  void findsWhatALookAtEachRuleFinds(@ForAll long seed, @ForAll @IntRange(max = 300) int size) {
    Worlds worlds = new Worlds(seed);
    List<Match> matches = IntStream.range(0, size).mapToObj(i -> worlds.match()).toList();
    MatchIndex index = new MatchIndex(matches);
    for (int i = 0; i < 10; i++) {
      CallFacts call = worlds.call();
      List<Integer> fitting =
          IntStream.range(0, size).filter(r -> Naive.fits(matches.get(r), call)).boxed().toList();

      assertThat(index.first(call)).isEqualTo(fitting.isEmpty() ? -1 : fitting.getFirst());
      assertThat(BitSet.valueOf(index.all(call)).stream().boxed().toList()).isEqualTo(fitting);
    }
  }

  @Test
  void findsTheLastOfManyThousands() {
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      matches.add(Match.model(new ModelPattern("model-" + i, false)));
    }
    matches.add(Match.model(new ModelPattern("model-1234", true)));
    MatchIndex index = new MatchIndex(matches);

    for (int i : new int[] {0, 63, 64, 4095, 4096, 19_999}) {
      assertThat(index.first(Build.call("r").model("model-" + i).facts())).isEqualTo(i);
    }
    assertThat(index.first(Build.call("r").model("model-1234x").facts())).isEqualTo(20_000);
    assertThat(index.first(Build.call("r").model("model-x").facts())).isEqualTo(-1);
    assertThat(new MatchIndex(List.of()).first(Build.call("r").facts())).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    // 2026-12-04 is a Friday; Berlin is an hour ahead.
    "08:00,18:00,2026-12-04T06:59:59Z,false",
    "08:00,18:00,2026-12-04T07:00:00Z,true",
    "08:00,18:00,2026-12-04T17:00:00Z,false",
    "08:00,18:00,2026-12-05T09:00:00Z,false",
    "22:00,06:00,2026-12-04T20:59:00Z,false",
    "22:00,06:00,2026-12-04T21:00:00Z,true",
    "22:00,06:00,2026-12-05T04:59:00Z,true",
    "22:00,06:00,2026-12-05T05:00:00Z,false",
    "22:00,06:00,2026-12-04T02:00:00Z,false",
    "06:00,06:00,2026-12-05T04:59:00Z,true",
    "06:00,06:00,2026-12-04T04:59:00Z,false",
  })
  void hoursBelongToTheDayTheyBeginOn(
      LocalTime from, LocalTime until, String at, boolean expected) {
    Match match =
        new Match(
            List.of(),
            Match.Who.ANY,
            Match.Asked.ANY,
            Match.Prompt.ANY,
            Optional.of(
                new Hours(ZoneId.of("Europe/Berlin"), Set.of(DayOfWeek.FRIDAY), from, until)));

    assertThat(Fit.fits(match, Build.call("r").at(at).facts())).isEqualTo(expected);
  }
}
