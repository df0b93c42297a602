package dev.strowger.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestTest {
  @Test
  void readsValuesWithTheirPath() {
    Manifest manifest =
        Manifest.parse("a.yaml", "list:\n  - name: one\n    weight: 60\n  - name: two\n");

    assertThat(manifest.root().sections("list"))
        .extracting(s -> s.requiredString("name", "a name") + "@" + s.path())
        .containsExactly("one@list[0]", "two@list[1]");
    assertThat(manifest.root().sections("list").getFirst().integer("weight", 1, 0, 100))
        .isEqualTo(60);
    assertThat(manifest.problems()).isEmpty();
  }

  @Test
  void namesFileLineColumnPathAndExpectation() {
    Manifest manifest = Manifest.parse("a.yaml", "list:\n  - weight: sixty\n    colour: red\n");

    Section item = manifest.root().sections("list").getFirst();
    item.integer("weight", 1, 0, 100);
    item.onlyKeys(Set.of("weight", "name"));
    item.requiredString("name", "a name");

    assertThat(manifest.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "a.yaml:2:5 list[0].name: missing; expected a name",
            "a.yaml:2:13 list[0].weight: expected a whole number from 0 to 100, found \"sixty\"",
            "a.yaml:3:13 list[0].colour: unknown key; expected one of name, weight");
  }

  @Test
  void reportsBadYamlWhereItBreaks() {
    Manifest manifest = Manifest.parse("a.yaml", "a: [1, 2\nb: 3\n");

    assertThat(manifest.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.line()).isEqualTo(2));
  }

  @Test
  void refusesADuplicateKey() {
    assertThat(Manifest.parse("a.yaml", "a: 1\na: 2\n").problems()).hasSize(1);
  }

  @Test
  void refusesAnEmptyFile() {
    assertThat(Manifest.parse("a.yaml", "").problems()).hasSize(1);
  }
}
