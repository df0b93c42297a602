package dev.strowger.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several files of one format as one section; every value still knows the file it comes from.
 *
 * @param lists keys under which entries of all files stand together, each with the keys that an
 *     entry is known by; without those the value is one mapping per file
 * @param ownOfEachFile keys that any file may have for itself
 */
public record Layers(Map<String, List<String>> lists, Set<String> ownOfEachFile) {
  /** In an overlay: takes an entry away. */
  public static final String REMOVE = "remove";

  public Layers {
    lists = Map.copyOf(lists);
    ownOfEachFile = Set.copyOf(ownOfEachFile);
  }

  /**
   * Entries of lists in the order of the files; other keys may stand in one of them only.
   *
   * @param files at least one
   */
  public Section together(List<Section> files) {
    Map<String, Field> fields = new LinkedHashMap<>();
    Map<String, List<Section>> entries = new HashMap<>();
    for (Section file : files) {
      file.fields()
          .forEach(
              (key, field) -> {
                Field first = fields.putIfAbsent(key, field);
                if (lists.containsKey(key)) {
                  entries.computeIfAbsent(key, any -> new ArrayList<>()).addAll(read(file, key));
                } else if (first != null && !ownOfEachFile.contains(key)) {
                  field.problem("stands in another file already; expected it in one of them");
                }
              });
    }
    return files.getFirst().with(fields, entries);
  }

  private List<Section> read(Section file, String key) {
    return known(key).isEmpty() ? file.section(key).stream().toList() : file.sections(key);
  }

  /**
   * Lays one section over another, both made by {@link #together}: entries that are known by the
   * same have their keys replaced, new ones stand in front, other keys are replaced whole.
   */
  public Section over(Section below, Section overlay) {
    Map<String, Field> fields = new LinkedHashMap<>(below.fields());
    Map<String, List<Section>> entries = new HashMap<>(below.stacked());
    overlay
        .fields()
        .forEach(
            (key, field) -> {
              if (!lists.containsKey(key)) {
                fields.put(key, field);
                return;
              }
              fields.putIfAbsent(key, field);
              List<Section> own = overlay.sections(key);
              entries.put(
                  key, known(key).isEmpty() ? own : merged(below.sections(key), own, known(key)));
            });
    return below.with(fields, entries);
  }

  private List<String> known(String key) {
    return lists.getOrDefault(key, List.of());
  }

  private static List<Section> merged(
      List<Section> below, List<Section> overlay, List<String> known) {
    Map<String, Section> changes = new LinkedHashMap<>();
    List<Section> result = new ArrayList<>();
    for (Section entry : overlay) {
      String id = id(entry, known);
      if (id.isEmpty()) {
        result.add(entry);
      } else if (changes.putIfAbsent(id, entry) != null) {
        entry.problem(known.getLast(), "stands in this overlay already; expected it once");
      }
    }
    Set<String> there = new HashSet<>();
    below.forEach(entry -> there.add(id(entry, known)));
    changes.forEach(
        (id, entry) -> {
          if (!there.contains(id) && !removes(entry, known)) {
            result.add(entry);
          } else if (!there.contains(id)) {
            entry.problem(REMOVE, "there is nothing of that name to remove");
          }
        });
    for (Section entry : below) {
      Section change = changes.get(id(entry, known));
      if (change == null) {
        result.add(entry);
      } else if (!removes(change, known)) {
        Map<String, Field> fields = new LinkedHashMap<>(entry.fields());
        fields.putAll(change.fields());
        result.add(entry.with(fields, Map.of()));
      }
    }
    return List.copyOf(result);
  }

  /** Says so only for {@code remove: true}; any other value of the key is left to be reported. */
  private static boolean removes(Section entry, List<String> known) {
    Field remove = entry.fields().get(REMOVE);
    if (remove == null || !remove.text().equals("true")) {
      return false;
    }
    return entry.keys().size() == known.size() + 1;
  }

  /** Empty if the entry does not say; its reader will notice. */
  private static String id(Section entry, List<String> known) {
    List<String> parts = new ArrayList<>();
    for (String key : known) {
      Field field = entry.fields().get(key);
      if (field == null || field.text().isBlank()) {
        return "";
      }
      parts.add(field.text());
    }
    return String.join("/", parts);
  }
}
