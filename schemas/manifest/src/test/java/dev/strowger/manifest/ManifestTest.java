package dev.strowger.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  @Test
  void readsOneTextOrAListOfThem() {
    Manifest manifest = Manifest.parse("a.yaml", "one: a\nmore: [a, b]\nnone: []\nblank:\nodd: {}");
    Section root = manifest.root();

    assertThat(root.oneOrMore("one", "a name")).containsExactly("a");
    assertThat(root.oneOrMore("more", "a name")).containsExactly("a", "b");
    assertThat(root.oneOrMore("missing", "a name")).isEmpty();
    assertThat(manifest.problems()).isEmpty();
    assertThat(root.oneOrMore("none", "a name")).isEmpty();
    assertThat(root.oneOrMore("blank", "a name")).isEmpty();
    assertThat(root.oneOrMore("odd", "a name")).isEmpty();
    assertThat(manifest.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "a.yaml:3:7 none: empty; expected a name",
            "a.yaml:4:7 blank: empty; expected a name",
            "a.yaml:5:6 odd: expected a list of texts");
  }

  @Test
  void boundsNumbersAndWords() {
    Manifest manifest = Manifest.parse("a.yaml", "share: 1.5\nword: x\nfar: 99999999999999999999");
    Section root = manifest.root();

    assertThat(root.number("share", "0", "2")).hasValue(1.5);
    assertThat(root.number("share", "0", "1")).isEmpty();
    assertThat(root.choice("word", List.of("a", "b"))).isEmpty();
    assertThat(root.whole("far", 0, 9)).isEmpty();
    assertThat(manifest.problems())
        .extracting(Problem::message)
        .containsExactly(
            "expected a number from 0 to 1, found \"1.5\"",
            "expected one of a, b, found \"x\"",
            "expected a whole number from 0 to 9, found \"99999999999999999999\"");
  }

  @Test
  void sectionsThatSayTheSameAreTheSameInCanonicalForm() {
    assertThat(canonical("a: 1\nb: {c: [x, 'y']}"))
        .isEqualTo(canonical("b:\n  c:\n    - x # why\n    - y\na: 1\n"))
        .isNotEqualTo(canonical("a: 1\nb: {c: ['x, y']}"));
  }

  private static String canonical(String yaml) {
    return Manifest.parse("a.yaml", yaml).root().canonical();
  }

  @Test
  void warningsAreNoProblems() {
    Manifest manifest = Manifest.parse("a.yaml", "a: 1");
    manifest.root().warning("a", "is hardly meant");

    assertThat(manifest.problems()).isEmpty();
    assertThat(manifest.warnings())
        .extracting(Problem::toString)
        .containsExactly("a.yaml:1:4 a: is hardly meant");
  }
}
