package dev.strowger.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says whether an exported trail is whole, by its lines alone. Used by one thread. */
public final class FileVerifier {
  private static final String NO_TENANT = "-";

  private final Collection<PublicKey> keys;
  private final Map<String, Head> known;
  private final Vouched vouched = new Vouched();
  private Verifier verifier;
  private final MessageDigest digest = Link.sha256();

  /** Prompts and answers none of whose copies was what the link says; by name, the tenant. */
  private final Map<String, String> strange = new TreeMap<>();

  private final Set<String> fitting = new HashSet<>();
  private long lines;
  private long contents;
  private boolean ended;
  private Map<?, ?> heads = Map.of();

  /**
   * @param known links that were, from elsewhere than this file
   */
  public FileVerifier(Collection<PublicKey> keys, Map<String, Head> known) {
    this.keys = List.copyOf(keys);
    this.known = Map.copyOf(known);
    this.verifier = new Verifier(keys, this.known, true);
  }

  /** The next line, without its end. */
  public List<Problem> take(byte[] line) {
    List<Problem> problems = read(line);
    if (!ended) {
      digest.update(line);
      digest.update((byte) '\n');
    }
    return problems;
  }

  private List<Problem> read(byte[] line) {
    lines++;
    if (ended) {
      return List.of(unreadable("it stands behind the end of the export"));
    }
    Optional<Link> link = Link.parse(line);
    if (link.isPresent()) {
      vouched.take(link.get());
      List<Problem> problems = verifier.take(link.get().place().tenant(), link.get());
      return lines == 1 ? with(problems, unreadable("the first line is missing")) : problems;
    }
    Optional<Map<String, Object>> tree =
        CanonicalJson.object(line)
            .filter(t -> t.size() == 1 && Arrays.equals(line, CanonicalJson.bytes(t)));
    if (tree.isEmpty()) {
      return List.of(unreadable("it is no line of an export"));
    }
    String kind = tree.get().keySet().iterator().next();
    return tree.get().get(kind) instanceof Map<?, ?> body
        ? other(kind, body)
        : List.of(unreadable("it is no line of an export"));
  }

  private List<Problem> other(String kind, Map<?, ?> body) {
    return switch (kind) {
      case TrailFile.EXPORT -> {
        if (lines != 1) {
          yield List.of(unreadable("a first line stands in the middle"));
        }
        boolean whole = Boolean.TRUE.equals(body.get(TrailFile.WHOLE));
        verifier = new Verifier(keys, known, whole);
        yield List.of();
      }
      case TrailFile.CONTENT -> content(body);
      case TrailFile.END -> {
        ended = true;
        heads = body.get(TrailFile.CHAINS) instanceof Map<?, ?> map ? map : Map.of();
        String hash = HexFormat.of().formatHex(digest.digest());
        yield hash.equals(body.get(TrailFile.SHA256))
            ? List.of()
            : List.of(
                new Problem(
                    Problem.Kind.ALTERED, NO_TENANT, 0, "the file is not as it was exported"));
      }
      default -> List.of(unreadable("it is no line of an export"));
    };
  }

  private List<Problem> content(Map<?, ?> content) {
    contents++;
    String tenant = String.valueOf(content.get("tenant"));
    String requestId = String.valueOf(content.get("requestId"));
    String part = String.valueOf(content.get("part"));
    String name = requestId + "/" + part;
    Optional<String> expected = vouched.hash(tenant, requestId, part);
    if (expected.isEmpty()) {
      return vouched.mayVouch(tenant, requestId, part)
          ? List.of()
          : List.of(
              new Problem(
                  Problem.Kind.UNRECORDED, tenant, 0, "no link of this file vouches for " + name));
    }
    if (expected.get().equals(hash(content.get("body")))) {
      fitting.add(name);
      strange.remove(name);
    } else if (!fitting.contains(name)) {
      // A worker that died may have kept another; the one that ended the request kept its own.
      strange.put(name, tenant);
    }
    return List.of();
  }

  private static String hash(@Nullable Object body) {
    try {
      return body instanceof String hex
          ? TrailFile.hash(ByteBuffer.wrap(HexFormat.of().parseHex(hex)))
          : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** What can be said only at the end of the file. */
  public List<Problem> end() {
    List<Problem> problems = new ArrayList<>(verifier.end());
    strange.forEach(
        (name, tenant) ->
            problems.add(
                new Problem(
                    Problem.Kind.ALTERED, tenant, 0, name + " is not what the link of it says")));
    if (!ended) {
      problems.add(
          new Problem(
              Problem.Kind.TRUNCATED, NO_TENANT, 0, "the file ends before the end of the export"));
      return problems;
    }
    Map<String, Verifier.Summary> seen = new HashMap<>();
    verifier.summaries().forEach(summary -> seen.put(summary.tenant(), summary));
    heads.forEach((tenant, head) -> compare(String.valueOf(tenant), head, seen, problems));
    seen.keySet().stream()
        .filter(tenant -> !heads.containsKey(tenant))
        .forEach(
            tenant ->
                problems.add(
                    new Problem(
                        Problem.Kind.FOREIGN, tenant, 0, "the export's end knows no such chain")));
    return problems;
  }

  private static void compare(
      String tenant, Object head, Map<String, Verifier.Summary> seen, List<Problem> problems) {
    Map<?, ?> told = head instanceof Map<?, ?> map ? map : Map.of();
    Verifier.Summary chain = seen.get(tenant);
    if (chain == null
        || !Long.valueOf(chain.head().sequence()).equals(told.get(TrailFile.SEQUENCE))
        || !chain.head().hash().equals(told.get(TrailFile.HASH))
        || !Long.valueOf(chain.first()).equals(told.get("first"))
        || !Long.valueOf(chain.links()).equals(told.get("links"))) {
      problems.add(
          new Problem(
              Problem.Kind.TRUNCATED,
              tenant,
              chain == null ? 0 : chain.head().sequence(),
              "the chain here is not the one that was exported: #"
                  + told.get("first")
                  + " to #"
                  + told.get(TrailFile.SEQUENCE)));
    }
  }

  public List<Verifier.Summary> summaries() {
    return verifier.summaries();
  }

  /** Prompts and answers that were looked at. */
  public long contents() {
    return contents;
  }

  private Problem unreadable(String why) {
    return new Problem(Problem.Kind.UNREADABLE, NO_TENANT, 0, "line " + lines + ": " + why);
  }

  private static List<Problem> with(List<Problem> problems, Problem more) {
    List<Problem> all = new ArrayList<>(problems);
    all.add(more);
    return all;
  }
}
