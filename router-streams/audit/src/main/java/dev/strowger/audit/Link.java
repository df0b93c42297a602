package dev.strowger.audit;

import dev.strowger.records.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A link as whoever verifies sees it, from a record or from a line of a file.
 *
 * @param hash as it stands in the link
 * @param computed what it must be
 * @param canonical whether it was written in the one way there is
 * @param entry the kind of its entry, e.g. {@code AuditedRequest}
 * @param asked of an ended request
 */
public record Link(
    Place place,
    String previous,
    String hash,
    String computed,
    boolean canonical,
    String entry,
    Optional<Asked> asked,
    Optional<Signed> signed) {
  /** Of the form of what is hashed; another form would have another. */
  static final String TAG = "strowger-audit-1\n";

  private static final CanonicalForm FORM = CanonicalForm.of(AuditRecord.getClassSchema());
  private static final String HASH = "hash";

  /**
   * @param atMs since the epoch
   */
  public record Place(String tenant, long sequence, long atMs) {}

  /** A signature over the chain up to a link. */
  public record Signed(long upTo, String head, byte[] signature, String keyId) {}

  /**
   * What is kept of a request besides its link.
   *
   * @param promptHash empty if nothing of it is kept
   * @param answerHash the same
   */
  public record Asked(String requestId, String promptHash, String answerHash) {}

  public static Link of(AuditRecord record) {
    return of(FORM.tree(record), true).orElseThrow();
  }

  /** Empty if the line is no link. */
  public static Optional<Link> parse(byte[] line) {
    return CanonicalJson.object(line)
        .flatMap(tree -> of(tree, Arrays.equals(line, CanonicalJson.bytes(tree))));
  }

  /** A record as one line of a file. */
  public static byte[] line(AuditRecord record) {
    return FORM.json(record);
  }

  private static Optional<Link> of(Map<String, Object> tree, boolean canonical) {
    if (tree.get("tenant") instanceof String tenant
        && tree.get("sequence") instanceof Long sequence
        && tree.get("at") instanceof Long at
        && tree.get("previous") instanceof String previous
        && tree.get(HASH) instanceof String hash
        && tree.get("entry") instanceof Map<?, ?> entry
        && entry.size() == 1) {
      String kind = String.valueOf(entry.keySet().iterator().next());
      Map<?, ?> content = entry.get(kind) instanceof Map<?, ?> map ? map : Map.of();
      return Optional.of(
          new Link(
              new Place(tenant, sequence, at),
              previous,
              hash,
              hash(tree),
              canonical,
              kind,
              kind.equals("AuditedRequest") ? asked(content) : Optional.empty(),
              kind.equals("Checkpoint") ? signed(content) : Optional.empty()));
    }
    return Optional.empty();
  }

  private static Optional<Asked> asked(Map<?, ?> request) {
    return Optional.of(
        new Asked(
            text(request, "requestId"), text(request, "promptHash"), text(request, "answerHash")));
  }

  private static String text(Map<?, ?> object, String key) {
    return object.get(key) instanceof String text ? text : "";
  }

  /** Of a checkpoint that cannot be read, one that nothing fits. */
  private static Optional<Signed> signed(Map<?, ?> checkpoint) {
    if (checkpoint.get("upTo") instanceof Long upTo
        && checkpoint.get("head") instanceof String head
        && checkpoint.get("signature") instanceof String signature
        && checkpoint.get("keyId") instanceof String keyId) {
      try {
        return Optional.of(new Signed(upTo, head, HexFormat.of().parseHex(signature), keyId));
      } catch (IllegalArgumentException e) {
        return Optional.of(new Signed(upTo, head, new byte[0], keyId));
      }
    }
    return Optional.of(new Signed(-1, "", new byte[0], ""));
  }

  static String hash(AuditRecord record) {
    return hash(FORM.tree(record));
  }

  private static String hash(Map<String, Object> tree) {
    Map<String, Object> hashed = new TreeMap<>(tree);
    hashed.remove(HASH);
    MessageDigest digest = sha256();
    digest.update(TAG.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(CanonicalJson.bytes(hashed)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
