package dev.strowger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.AuditContent;
import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedRequest;
import dev.strowger.records.BodyEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FileVerifierTest {
  private static final KeyPair KEYS = SigningKeys.fresh();
  private static final List<byte[]> WHOLE = export();

  private static List<byte[]> export() {
    List<byte[]> lines = new ArrayList<>();
    lines.add(TrailFile.begin(true));
    Verifier verifier = new Verifier(List.of(), Map.of(), true);
    ByteBuffer body = ByteBuffer.wrap("a prompt".getBytes(StandardCharsets.UTF_8));
    List<AuditRecord> links = new ArrayList<>(Trails.chain("acme", 9, KEYS));
    links.add(
        Chain.next(
            "acme",
            Chain.head(links.getLast()),
            Trails.AT,
            AuditedRequest.newBuilder(Trails.request(77))
                .setPromptHash(TrailFile.hash(body))
                .build()));
    links.addAll(Trails.chain("beta", 5, KEYS));
    for (AuditRecord link : links) {
      verifier.take(link.getTenant(), Link.of(link));
      lines.add(Link.line(link));
    }
    lines.add(
        TrailFile.content(
            new AuditContent(
                "req_77", "acme", Trails.AT, "prompt", "full", BodyEncoding.IDENTITY, body)));
    lines.add(end(verifier, lines));
    return List.copyOf(lines);
  }

  private static byte[] end(Verifier verifier, List<byte[]> lines) {
    MessageDigest digest = Link.sha256();
    for (byte[] line : lines) {
      digest.update(line);
      digest.update((byte) '\n');
    }
    return TrailFile.end(verifier.summaries(), HexFormat.of().formatHex(digest.digest()));
  }

  /** Whoever alters a file also makes its end anew. */
  private static List<Problem> verifyWithItsOwnEnd(List<byte[]> lines) {
    List<byte[]> forged = new ArrayList<>(lines.subList(0, lines.size() - 1));
    Verifier verifier = new Verifier(List.of(), Map.of(), true);
    forged.forEach(
        line -> Link.parse(line).ifPresent(link -> verifier.take(link.place().tenant(), link)));
    forged.add(end(verifier, forged));
    return verify(forged);
  }

  private static List<Problem> verify(List<byte[]> lines) {
    FileVerifier verifier = new FileVerifier(List.of(KEYS.getPublic()), Map.of());
    List<Problem> problems = new ArrayList<>();
    lines.forEach(line -> problems.addAll(verifier.take(line)));
    problems.addAll(verifier.end());
    return problems;
  }

  @Test
  void anUntouchedFileVerifies() {
    assertThat(verify(WHOLE)).isEmpty();
  }

  @Property(tries = 500)
  void anyChangedByteIsFound(
      @ForAll @IntRange(max = 17) int line,
      @ForAll @IntRange(max = 2000) int at,
      @ForAll @IntRange(min = 1, max = 255) int bits) {
    Assume.that(line < WHOLE.size());
    List<byte[]> lines = new ArrayList<>(WHOLE);
    byte[] changed = lines.get(line).clone();
    changed[at % changed.length] ^= (byte) bits;
    lines.set(line, changed);

    assertThat(verify(lines)).isNotEmpty();
  }

  @Property(tries = 40)
  void anyRemovedLineIsFound(@ForAll @IntRange(max = 17) int line) {
    Assume.that(line < WHOLE.size());
    List<byte[]> lines = new ArrayList<>(WHOLE);
    lines.remove(line);

    assertThat(verify(lines)).isNotEmpty();
  }

  /** Beyond the last checkpoint only a head that is known from elsewhere tells. */
  @Property(tries = 40)
  void aLinkRemovedByOneWhoMakesTheEndAnewIsFound(@ForAll @IntRange(min = 1, max = 9) int line) {
    List<byte[]> lines = new ArrayList<>(WHOLE);
    lines.remove(line);

    assertThat(verifyWithItsOwnEnd(lines)).isNotEmpty();
  }

  @Test
  void aPromptThatWasAlteredWithTheEndMadeAnewIsFound() {
    List<byte[]> lines = new ArrayList<>(WHOLE);
    String content = new String(lines.get(WHOLE.size() - 2), StandardCharsets.UTF_8);
    lines.set(
        WHOLE.size() - 2,
        content.replace("\"body\":\"61", "\"body\":\"62").getBytes(StandardCharsets.UTF_8));

    assertThat(verifyWithItsOwnEnd(lines))
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.ALTERED);
  }

  private static List<byte[]> withContent(String tenant, String requestId, String part) {
    List<byte[]> lines = new ArrayList<>(WHOLE);
    lines.add(
        WHOLE.size() - 1,
        TrailFile.content(
            new AuditContent(
                requestId,
                tenant,
                Trails.AT,
                part,
                "full",
                BodyEncoding.IDENTITY,
                ByteBuffer.wrap("a prompt".getBytes(StandardCharsets.UTF_8)))));
    return lines;
  }

  @Test
  void aContentThatNoLinkOfTheFileVouchesForIsFound() {
    // Of no request here; of one that says nothing of its answer; of another tenant's request.
    assertThat(
            List.of(
                withContent("acme", "req_78", "prompt"),
                withContent("acme", "req_77", "answer"),
                withContent("beta", "req_77", "prompt")))
        .allSatisfy(
            lines ->
                assertThat(verifyWithItsOwnEnd(lines))
                    .extracting(Problem::kind)
                    .containsExactly(Problem.Kind.UNRECORDED));
  }

  @Test
  void aLinkRemovedTogetherWithItsContentIsFound() {
    List<byte[]> lines = new ArrayList<>(WHOLE);
    lines.remove(WHOLE.size() - 2);
    lines.remove(1);

    assertThat(verifyWithItsOwnEnd(lines)).extracting(Problem::kind).contains(Problem.Kind.GAP);
  }

  @Property(tries = 50)
  void anyTwoSwappedLinksOfAChainAreFound(
      @ForAll @IntRange(min = 1, max = 10) int one,
      @ForAll @IntRange(min = 1, max = 10) int other) {
    Assume.that(one != other);
    List<byte[]> lines = new ArrayList<>(WHOLE);
    Collections.swap(lines, one, other);

    assertThat(verify(lines)).isNotEmpty();
  }

  @Property(tries = 40)
  void aFileThatEndsEarlyIsFound(@ForAll @IntRange(max = 17) int length) {
    Assume.that(length < WHOLE.size());

    assertThat(verify(WHOLE.subList(0, length))).isNotEmpty();
  }

  @Test
  void linesBehindTheEndAreFound() {
    List<byte[]> lines = new ArrayList<>(WHOLE);
    lines.add(WHOLE.get(1));

    assertThat(verify(lines)).extracting(Problem::kind).contains(Problem.Kind.UNREADABLE);
  }
}
