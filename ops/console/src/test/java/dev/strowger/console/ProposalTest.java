package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProposalTest {
  @Test
  void soundManifestsBecomeARecordThatSaysWhoIsSimulated() {
    Proposal proposal = Proposal.check(TestManifests.sound("a"));

    assertThat(proposal).isInstanceOf(Proposal.Sound.class);
    var record =
        ((Proposal.Sound) proposal).record(Instant.EPOCH, "a test", Set.of("anthropic"), null);
    assertThat(record.getSource()).isEqualTo("a test");
    assertThat(record.getProviders())
        .extracting(p -> p.getName() + " " + p.getDialect() + " " + p.getSimulated())
        .containsExactly("openai openai false", "anthropic anthropic true");
    assertThat(record.getServed()).extracting(s -> s.getId()).contains("model-a");
  }

  @Test
  void badProvidersAreReportedWithTheirPlace() {
    Proposal proposal =
        Proposal.check(
            TestManifests.of(
                "ai_routes: []", "models: []", "providers:\n  - name: x\n    dialect: y"));

    assertThat(proposal)
        .isInstanceOfSatisfying(
            Proposal.Unsound.class,
            unsound ->
                assertThat(unsound.problems())
                    .anySatisfy(
                        problem -> {
                          assertThat(problem.file()).isEqualTo("providers.yaml");
                          assertThat(problem.line()).isEqualTo(3);
                          assertThat(problem.path()).isEqualTo("providers[0].dialect");
                        }));
  }

  @Test
  void aMissingFileIsAProblemOfThatFile(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("routes.yaml"), "");
    Files.writeString(directory.resolve("providers.yaml"), "");

    assertThat(ManifestSet.read(directory, ""))
        .isInstanceOfSatisfying(
            ManifestSet.Reading.Broken.class,
            broken ->
                assertThat(broken.problems())
                    .singleElement()
                    .satisfies(
                        p ->
                            assertThat(p.toString())
                                .startsWith("models.yaml:1:1: there is no such file")));
  }
}
