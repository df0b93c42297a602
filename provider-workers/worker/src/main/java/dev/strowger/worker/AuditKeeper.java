package dev.strowger.worker;

import dev.strowger.records.AuditContent;
import dev.strowger.records.AuditTerms;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.EventRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Terminal;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.Body;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of prompts and answers for auditors, as the plan says. Comes from: whoever gives an
 * answer, while it is given. Goes to: {@code llm.audit.contents} before the request's end is
 * claimed, and as hashes into that claim. A request that fails has a prompt all the same.
 */
final class AuditKeeper {
  private static final Logger log = LoggerFactory.getLogger(AuditKeeper.class);

  /** Answers under way at once; of more only the prompt is kept. */
  static final int MOST_OPEN = 10_000;

  private static final String NONE = "none";
  private static final String HASH = "hash";
  private static final String REDACTED = "redacted";
  private static final String FULL = "full";

  private final int mostBytes;
  private final Bodies bodies;
  private final Map<String, Given> open = new ConcurrentHashMap<>();

  /**
   * @param mostBytes of a prompt or an answer; what is longer is cut
   */
  AuditKeeper(int mostBytes, Bodies bodies) {
    this.mostBytes = mostBytes;
    this.bodies = bodies;
  }

  /** What a client has of its answer; one thread at a time adds to it. */
  private record Given(boolean events, ByteArrayOutputStream bytes) {
    void add(byte[] more, int mostBytes) {
      int room = Math.max(0, mostBytes - bytes.size());
      bytes.write(more, 0, Math.min(room, more.length));
    }
  }

  /**
   * An end with the hashes of what is kept.
   *
   * @param contents to be in the log before the end is
   */
  record Told(EventRecord end, List<AuditContent> contents) {}

  /** A stream begins anew: nothing of it was given before. */
  void begin(Delivery delivery) {
    if (!answersWanted(delivery)) {
      return;
    }
    if (open.size() >= MOST_OPEN) {
      log.atWarn()
          .addKeyValue("requestId", delivery.requestId())
          .log("too many answers are under way: this one is not kept for auditors");
      return;
    }
    open.put(key(delivery), new Given(true, new ByteArrayOutputStream()));
  }

  /** Events that go to the client. */
  void passed(Delivery delivery, byte[] events) {
    Given given = answersWanted(delivery) ? open.get(key(delivery)) : null;
    if (given != null) {
      given.add(events, mostBytes);
    }
  }

  /** A whole answer that goes to the client. */
  void given(Delivery delivery, byte[] answer, boolean events) {
    if (!answersWanted(delivery) || open.size() >= MOST_OPEN) {
      return;
    }
    Given given = new Given(events, new ByteArrayOutputStream());
    given.add(answer, mostBytes);
    open.put(key(delivery), given);
  }

  /** The delivery is over, whoever says how the request ends. */
  void forget(Delivery delivery) {
    open.remove(key(delivery));
    if (delivery.judging()) {
      open.remove(key(delivery.answering()));
    }
  }

  /**
   * The event as it is, unless it is an end of which something is kept. What is given is told once.
   *
   * @throws SealedException if something is to be kept that cannot be sealed; it may be told again
   */
  Told told(Delivery delivery, EventRecord event) {
    AuditTerms terms = delivery.routed().getPlan().getAudit();
    if (!(event.getDetail() instanceof Terminal terminal)
        || (terms.getPrompt().equals(NONE) && terms.getAnswer().equals(NONE))) {
      return new Told(event, List.of());
    }
    List<AuditContent> contents = new ArrayList<>(2);
    Terminal.Builder end = Terminal.newBuilder(terminal);
    Prompt prompt = prompt(delivery.request());
    AuditText redactor = AuditText.of(delivery.routed().getPlan().getRedaction());
    byte[] without = redacting(terms) ? redactor.prompt(prompt.readable()) : new byte[0];
    String mode = terms.getPrompt();
    if (mode.equals(FULL) && prompt.sealed()) {
      RequestRecord request = delivery.request();
      contents.add(content(event, "prompt", mode, request.getBodyEncoding(), request.getBody()));
      end.setPromptHash(sha256(request.getBody()));
    } else if (!prompt.sealed() && !mode.equals(NONE)) {
      byte[] bytes = mode.equals(REDACTED) ? without : prompt.bytes();
      end.setPromptHash(kept(delivery, event, "prompt", mode, bytes, contents));
    }
    Given answer = open.get(key(delivery));
    if (answer != null && answer.bytes().size() > 0) {
      byte[] bytes = answer.bytes().toByteArray();
      mode = terms.getAnswer();
      if (mode.equals(REDACTED)) {
        bytes = redactor.answer(delivery.request().getApi(), bytes, answer.events());
      }
      end.setAnswerHash(kept(delivery, event, "answer", mode, bytes, contents));
    }
    open.remove(key(delivery));
    return new Told(EventRecord.newBuilder(event).setDetail(end.build()).build(), contents);
  }

  private static boolean redacting(AuditTerms terms) {
    return terms.getPrompt().equals(REDACTED) || terms.getAnswer().equals(REDACTED);
  }

  /**
   * The hash that goes into the chain.
   *
   * @param text what is kept of it
   */
  private String kept(
      Delivery delivery,
      EventRecord event,
      String part,
      String mode,
      byte[] text,
      List<AuditContent> contents) {
    if (mode.equals(HASH)) {
      return sha256(ByteBuffer.wrap(text));
    }
    if (text.length == 0) {
      return "";
    }
    Body packed = Body.pack(text);
    ByteBuffer body = bodies.seal(delivery.request(), packed.bytes());
    contents.add(content(event, part, mode, packed.encoding(), body));
    return sha256(body);
  }

  private static AuditContent content(
      EventRecord event, String part, String mode, BodyEncoding encoding, ByteBuffer body) {
    return new AuditContent(
        event.getRequestId(), event.getTenant(), event.getAt(), part, mode, encoding, body);
  }

  /**
   * @param bytes as the client sent it; if that cannot be read, as it stands in the log
   * @param readable empty if it cannot be read
   * @param sealed whether its key could not be had: of such a prompt nothing can be said
   */
  private record Prompt(byte[] bytes, byte[] readable, boolean sealed) {}

  private Prompt prompt(RequestRecord request) {
    byte[] standing = new Body(BodyEncoding.IDENTITY, request.getBody()).unpack(Integer.MAX_VALUE);
    if (Sealing.isSealed(standing)) {
      return new Prompt(standing, new byte[0], true);
    }
    try {
      byte[] plain = new Body(request.getBodyEncoding(), request.getBody()).unpack(mostBytes);
      return new Prompt(plain, plain, false);
    } catch (IllegalArgumentException e) {
      // Damaged, or longer than is allowed.
      return new Prompt(standing, new byte[0], false);
    }
  }

  private static boolean answersWanted(Delivery delivery) {
    return !delivery.routed().getPlan().getAudit().getAnswer().equals(NONE);
  }

  private static String key(Delivery delivery) {
    return delivery.requestId() + "/" + delivery.routed().getStep();
  }

  private static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
