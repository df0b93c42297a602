package dev.strowger.manifest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * One parsed YAML file and the problems found in it so far. Readers go on after a problem, so that
 * all of them are found in one go.
 */
public final class Manifest {
  /** Larger manifests are refused. */
  public static final int MAX_CHARS = 4 << 20;

  private static final int MAX_ALIASES = 100;

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final Section root;

  private Manifest(String file, String yaml) {
    this.file = file;
    this.root = compose(yaml);
  }

  /**
   * Parses a manifest; bad YAML yields an empty root and a problem.
   *
   * @param file name for messages
   * @param yaml YAML 1.2 text
   */
  public static Manifest parse(String file, String yaml) {
    return new Manifest(file, yaml);
  }

  /** The mapping at the top. */
  public Section root() {
    return root;
  }

  /** All that was found wrong up to now, in the order of the file. */
  public List<Problem> problems() {
    return problems.stream().sorted(BY_PLACE).toList();
  }

  /** How many problems there are up to now. */
  public int noted() {
    return problems.size();
  }

  /** What is allowed but hardly meant, in the order of the file. */
  public List<Problem> warnings() {
    return warnings.stream().sorted(BY_PLACE).toList();
  }

  void problem(Node node, String path, String message) {
    problems.add(at(node, path, message));
  }

  void warning(Node node, String path, String message) {
    warnings.add(at(node, path, message));
  }

  private Problem at(Node node, String path, String message) {
    return node.getStartMark()
        .map(m -> at(m, path, message))
        .orElseGet(() -> new Problem(file, 1, 1, path, message));
  }

  private Problem at(Mark mark, String path, String message) {
    return new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, path, message);
  }

  private Section compose(String yaml) {
    if (yaml.length() > MAX_CHARS) {
      problems.add(new Problem(file, 1, 1, "", "longer than " + MAX_CHARS + " characters"));
      return Section.empty(this);
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setAllowDuplicateKeys(false)
            .build();
    try {
      Composer composer =
          new Composer(settings, new ParserImpl(settings, new StreamReader(settings, yaml)));
      Node node = composer.getSingleNode().orElse(null);
      if (node instanceof MappingNode mapping) {
        new SecretText(this).look(mapping, "");
        return Section.of(this, mapping, "");
      }
      problems.add(new Problem(file, 1, 1, "", "expected a mapping at the top of the file"));
    } catch (MarkedYamlEngineException e) {
      String message = "not valid YAML: " + e.getProblem();
      problems.add(
          e.getProblemMark()
              .map(m -> at(m, "", message))
              .orElseGet(() -> new Problem(file, 1, 1, "", message)));
    } catch (YamlEngineException e) {
      problems.add(new Problem(file, 1, 1, "", "not valid YAML: " + e.getMessage()));
    }
    return Section.empty(this);
  }
}
