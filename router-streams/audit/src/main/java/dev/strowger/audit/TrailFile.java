package dev.strowger.audit;

import dev.strowger.records.AuditContent;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines of an exported trail that are no links: what it was asked for, kept prompts and
 * answers, and at the end how each chain ends, so that a missing end is seen.
 */
public final class TrailFile {
  static final String EXPORT = "export";
  static final String CONTENT = "content";
  static final String END = "end";
  static final String WHOLE = "whole";
  static final String CHAINS = "chains";
  static final String SHA256 = "sha256";
  static final String SEQUENCE = "sequence";
  static final String HASH = "hash";

  private static final CanonicalForm FORM = CanonicalForm.of(AuditContent.getClassSchema());

  private TrailFile() {}

  /**
   * The first line.
   *
   * @param whole whether chains are there from their first link
   */
  public static byte[] begin(boolean whole) {
    return CanonicalJson.bytes(Map.of(EXPORT, Map.of("format", 1L, WHOLE, whole)));
  }

  /** A prompt or an answer, with its body, in hex, as it stands in the log. */
  public static byte[] content(AuditContent content) {
    return CanonicalJson.bytes(Map.of(CONTENT, FORM.tree(content)));
  }

  /**
   * The last line.
   *
   * @param sha256 hex, over all lines before, each with its line feed
   */
  public static byte[] end(List<Verifier.Summary> chains, String sha256) {
    Map<String, Object> heads = new TreeMap<>();
    for (Verifier.Summary chain : chains) {
      heads.put(
          chain.tenant(),
          Map.of(
              SEQUENCE,
              chain.head().sequence(),
              HASH,
              chain.head().hash(),
              "first",
              chain.first(),
              "links",
              chain.links()));
    }
    return CanonicalJson.bytes(Map.of(END, Map.of(CHAINS, heads, SHA256, sha256)));
  }

  /** SHA-256, hex, as it stands in the link of the request. */
  public static String hash(ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return HexFormat.of().formatHex(Link.sha256().digest(bytes));
  }
}
