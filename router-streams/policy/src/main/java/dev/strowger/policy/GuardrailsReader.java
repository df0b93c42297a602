package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** {@code guardrails} of the policy or a route; what is wrong is noted in the manifest. */
final class GuardrailsReader {
  static final String KEY = "guardrails";
  static final Set<String> KEYS = Set.of("input", "output");
  static final Set<String> INPUT_KEYS =
      Set.of("max_prompt_tokens", "allowed_parameters", "blocked", "injection");
  static final Set<String> OUTPUT_KEYS = Set.of("blocked", "action");
  static final Set<String> BLOCKED_KEYS = Set.of("name", "pattern");
  static final int MAX_BLOCKED = 64;

  static final String OFF = "off";
  static final String BLOCK = "block";
  private static final List<String> INJECTION = List.of(OFF, "flag", BLOCK);
  private static final List<String> ACTIONS = List.of(BLOCK, "mask");
  private static final String PARAMETERS = "allowed_parameters";
  private static final String BLOCKED = "blocked";
  private static final long MAX_TOKENS = 100_000_000;

  private GuardrailsReader() {}

  static Optional<Protection.Guardrails> read(Section owner) {
    Section section = owner.section(KEY).orElse(null);
    if (section == null) {
      return Optional.empty();
    }
    section.onlyKeys(KEYS);
    Optional<Section> input = section.section("input").map(one -> one.onlyKeys(INPUT_KEYS));
    Optional<Section> output = section.section("output").map(one -> one.onlyKeys(OUTPUT_KEYS));
    return Optional.of(
        new Protection.Guardrails(
            input
                .map(one -> one.whole("max_prompt_tokens", 1, MAX_TOKENS))
                .orElse(OptionalLong.empty()),
            input.filter(one -> one.has(PARAMETERS)).map(one -> one.strings(PARAMETERS)),
            input.map(GuardrailsReader::blocked).orElse(List.of()),
            input.flatMap(one -> one.choice("injection", INJECTION)).orElse(OFF),
            output.map(GuardrailsReader::blocked).orElse(List.of()),
            output.flatMap(one -> one.choice("action", ACTIONS)).orElse(BLOCK)));
  }

  private static List<Protection.Blocked> blocked(Section section) {
    List<Protection.Blocked> blocked = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section one : section.sections(BLOCKED)) {
      one.onlyKeys(BLOCKED_KEYS);
      String name = one.requiredString("name", "a name of the pattern");
      if (!name.isEmpty() && !NameReader.isName(name)) {
        one.problem("name", NameReader.expected());
      } else if (!name.isEmpty() && !names.add(name)) {
        one.problem("name", "another pattern of this list has that name; expected different ones");
      }
      blocked.add(new Protection.Blocked(name, PatternReader.read(one)));
    }
    if (blocked.size() > MAX_BLOCKED) {
      section.problem(BLOCKED, "expected at most " + MAX_BLOCKED + " patterns");
    }
    return blocked;
  }
}
