package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BannerTest {
  private static final int COLUMNS = 100;

  @Test
  void namesAllSimulatedProvidersInLinesThatFit() {
    Set<String> providers =
        IntStream.range(0, 29).mapToObj(i -> "provider-" + i).collect(Collectors.toSet());

    String text = banner(providers);

    assertThat(text).contains("SIMULATED   provider-0, provider-1, ").contains("provider-9\n");
    assertThat(text.lines().filter(line -> line.contains("provider-")))
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.length() <= COLUMNS);
  }

  @Test
  void saysNothingOfSimulationWhereThereIsNone() {
    assertThat(banner(Set.of())).contains("Strowger is up").doesNotContain("SIMULATED");
  }

  private static String banner(Set<String> simulated) {
    return new Banner("http://a/v1", "http://c", "sk-1", Path.of("/data"), simulated).text();
  }
}
