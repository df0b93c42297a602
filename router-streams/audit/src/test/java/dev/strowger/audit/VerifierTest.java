package dev.strowger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedRequest;
import dev.strowger.records.Checkpoint;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final KeyPair KEYS = SigningKeys.fresh();
  private static final String TENANT = "acme";

  private static List<Problem> verify(List<AuditRecord> chain, Map<String, Head> known) {
    Verifier verifier = new Verifier(List.of(KEYS.getPublic()), known, true);
    List<Problem> problems = new ArrayList<>();
    chain.forEach(link -> problems.addAll(verifier.take(TENANT, Link.of(link))));
    problems.addAll(verifier.end());
    return problems;
  }

  private static List<Problem.Kind> kinds(List<AuditRecord> chain) {
    return verify(chain, Map.of()).stream().map(Problem::kind).toList();
  }

  @Property(tries = 30)
  void anUntouchedChainVerifies(@ForAll @IntRange(min = 0, max = 60) int links) {
    List<AuditRecord> chain = Trails.chain(TENANT, links, KEYS);
    Map<String, Head> known =
        chain.isEmpty() ? Map.of() : Map.of(TENANT, Chain.head(chain.getLast()));

    assertThat(verify(chain, known)).isEmpty();
  }

  @Property(tries = 150)
  void anyAlteredFieldIsFound(
      @ForAll @IntRange(min = 0, max = 11) int link,
      @ForAll @IntRange(min = 0, max = 5) int field,
      @ForAll @IntRange(min = 0, max = 40) int within) {
    List<AuditRecord> chain = Trails.chain(TENANT, 12, KEYS);
    AuditRecord altered =
        SpecificData.get().deepCopy(AuditRecord.getClassSchema(), chain.get(link));
    Assume.that(alter(altered, field, within));
    chain.set(link, altered);

    assertThat(verify(chain, Map.of(TENANT, Chain.head(Trails.chain(TENANT, 12, KEYS).getLast()))))
        .isNotEmpty();
  }

  /** False if there is nothing there that can be altered. */
  private static boolean alter(IndexedRecord record, int field, int within) {
    Schema.Field at =
        record.getSchema().getFields().get(field % record.getSchema().getFields().size());
    return switch (record.get(at.pos())) {
      case String text -> put(record, at, text + "x");
      case Long number -> put(record, at, number + 1);
      case Integer number -> put(record, at, number + 1);
      case java.time.Instant time -> put(record, at, time.plusMillis(1));
      case SpecificRecord inner -> alter(inner, within, within / 3);
      case ByteBuffer bytes -> {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        copy[within % copy.length] ^= 1;
        yield put(record, at, ByteBuffer.wrap(copy));
      }
      case Map<?, ?> _ -> put(record, at, Map.of("a", "other"));
      case List<?> list when !list.isEmpty() -> put(record, at, List.of());
      case null, default -> false;
    };
  }

  private static boolean put(IndexedRecord record, Schema.Field field, Object value) {
    record.put(field.pos(), value);
    return true;
  }

  @Property(tries = 100)
  void anyRemovedLinkIsFound(
      @ForAll @IntRange(min = 1, max = 20) int links, @ForAll @IntRange(max = 19) int removed) {
    Assume.that(removed < links);
    List<AuditRecord> chain = Trails.chain(TENANT, links, KEYS);
    Head last = Chain.head(chain.getLast());
    chain.remove(removed);

    assertThat(verify(chain, Map.of(TENANT, last))).hasSize(1);
  }

  @Property(tries = 100)
  void swappedLinksAreFound(
      @ForAll @IntRange(max = 11) int one, @ForAll @IntRange(max = 11) int other) {
    Assume.that(one != other);
    List<AuditRecord> chain = Trails.chain(TENANT, 12, KEYS);
    Collections.swap(chain, one, other);

    assertThat(kinds(chain)).contains(Problem.Kind.ORDER);
  }

  @Property(tries = 50)
  void repeatedLinksAreFound(
      @ForAll @IntRange(max = 11) int which, @ForAll @IntRange(max = 11) int where) {
    List<AuditRecord> chain = Trails.chain(TENANT, 12, KEYS);
    chain.add(where, chain.get(which));

    assertThat(kinds(chain)).isNotEmpty();
  }

  @Property(tries = 50)
  void insertedLinksAreFound(@ForAll @IntRange(max = 11) int where) {
    List<AuditRecord> chain = Trails.chain(TENANT, 12, KEYS);
    Head before = where == 0 ? Head.NONE : Chain.head(chain.get(where - 1));
    chain.add(where, Chain.next(TENANT, before, Trails.AT, Trails.request(99)));

    assertThat(kinds(chain)).isNotEmpty();
  }

  @Property(tries = 50)
  void aChainThatWasForgedFromALinkOnFailsAtItsNextCheckpoint(
      @ForAll @IntRange(max = 10) int from) {
    List<AuditRecord> chain = Trails.chain(TENANT, 12, KEYS);
    Head head = from == 0 ? Head.NONE : Chain.head(chain.get(from - 1));
    List<AuditRecord> forged = new ArrayList<>(chain.subList(0, from));
    for (AuditRecord link : chain.subList(from, chain.size())) {
      AuditRecord again =
          Chain.next(TENANT, head, link.getAt(), (SpecificRecord) reworked(link.getEntry(), head));
      forged.add(again);
      head = Chain.head(again);
    }

    assertThat(kinds(forged)).contains(Problem.Kind.SIGNATURE);
  }

  private static Object reworked(Object entry, Head head) {
    return switch (entry) {
      case AuditedRequest request ->
          AuditedRequest.newBuilder(request).setCostMicros(request.getCostMicros() + 1).build();
      case Checkpoint checkpoint ->
          new Checkpoint(
              head.sequence(), head.hash(), checkpoint.getSignature(), checkpoint.getKeyId());
      case dev.strowger.records.AuditedAction action ->
          dev.strowger.records.AuditedAction.newBuilder(action).setOperator("Bob").build();
      default -> throw new IllegalStateException();
    };
  }

  @Test
  void aTruncatedEndIsFoundByAHeadThatIsKnown() {
    List<AuditRecord> chain = Trails.chain(TENANT, 10, KEYS);
    Head last = Chain.head(chain.getLast());

    List<Problem> problems = verify(chain.subList(0, 7), Map.of(TENANT, last));

    assertThat(problems).extracting(Problem::kind).containsExactly(Problem.Kind.TRUNCATED);
    assertThat(verify(List.of(), Map.of(TENANT, last)))
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.TRUNCATED);
  }

  @Test
  void anotherEndThanTheKnownOneIsFound() {
    List<AuditRecord> chain = Trails.chain(TENANT, 9, KEYS);
    Head last = Chain.head(chain.removeLast());
    chain.add(Chain.next(TENANT, Chain.head(chain.getLast()), Trails.AT, Trails.action(TENANT)));

    assertThat(verify(chain, Map.of(TENANT, last)))
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.BROKEN);
  }

  @Test
  void aLinkOfAnotherTenantIsFound() {
    Verifier verifier = new Verifier(List.of(), Map.of(), true);

    assertThat(verifier.take("other", Link.of(Trails.chain(TENANT, 1, KEYS).getFirst())))
        .extracting(Problem::kind)
        .containsExactly(Problem.Kind.FOREIGN);
  }

  @Test
  void signaturesOfOtherKeysAreNotTrusted() {
    assertThat(kinds(Trails.chain(TENANT, 4, SigningKeys.fresh())))
        .containsExactly(Problem.Kind.UNKNOWN_KEY);
  }

  @Test
  void withoutKeysItSaysHowManySignaturesItDidNotLookAt() {
    Verifier verifier = new Verifier(List.of(), Map.of(), true);
    Trails.chain(TENANT, 9, KEYS).forEach(link -> verifier.take(TENANT, Link.of(link)));

    assertThat(verifier.summaries())
        .singleElement()
        .satisfies(
            summary -> {
              assertThat(summary.unchecked()).isEqualTo(2);
              assertThat(summary.checkpoints()).isZero();
              assertThat(summary.signedUpTo()).isZero();
            });
  }

  @Test
  void aLinkReadFromALineIsTheSame() {
    AuditRecord link = Trails.chain(TENANT, 4, KEYS).getLast();

    Optional<Link> read = Link.parse(Link.line(link));

    assertThat(read.map(Link::computed)).contains(link.getHash());
    assertThat(read.flatMap(Link::signed).map(Link.Signed::upTo)).contains(3L);
    assertThat(read.map(Link::canonical)).contains(true);
  }
}
