package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.records.DeadLetter;
import dev.strowger.topics.KafkaAccess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records that could not be used: listed, looked at, put back. */
final class DeadLetterEndpoints {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterEndpoints.class);

  static final int DEFAULT_PAGE = 50;
  static final int MAX_PAGE = 500;

  /** Named one by one; each is looked up on its own. */
  static final int MAX_IDS = 50;

  /** Put back by one call; the answer says where to go on. */
  static final int MAX_REDRIVEN = 1_000;

  private final KafkaAccess kafka;
  private final DeadLetterLog letters;
  private final int maxBodyBytes;

  DeadLetterEndpoints(KafkaAccess kafka, int maxBodyBytes) {
    this.kafka = kafka;
    this.letters = new DeadLetterLog(kafka);
    this.maxBodyBytes = maxBodyBytes;
  }

  /** A page, the oldest first; never bodies. */
  Reply list(Call call) throws InterruptedException {
    List<Map<String, Object>> page = new ArrayList<>();
    DeadLetterLog.Scan scan =
        letters.scan(
            filter(call.query("topic"), call.query("reason"), call.query("since")),
            call.query("from").map(text -> id(text, "from")),
            limit(call),
            (id, letter) -> page.add(summary(id, letter)));
    return Reply.ok(ordered("letters", page, "next", next(scan), "unreadable", scan.unreadable()));
  }

  /** One letter; its key and value only if asked for, as they may hold a prompt. */
  Reply show(Call call) throws InterruptedException {
    LetterId id = id(call.segment("partition") + "/" + call.segment("offset"), "offset");
    DeadLetter letter =
        letters.get(id).orElseThrow(() -> Refusal.notFound("there is no dead letter " + id));
    Map<String, Object> view = summary(id, letter);
    view.put("schemaId", schema(letter.getValue()));
    if (call.query("body").filter("true"::equals).isPresent()) {
      view.put("key", letter.getKey() == null ? null : text(letter.getKey()));
      view.put("value", letter.getValue() == null ? null : base64(letter.getValue()));
    }
    return Reply.ok(view);
  }

  /** Either {@code ids} or {@code all} with a topic. */
  Reply redrive(Call call) throws InterruptedException {
    boolean dryRun = call.flag("dryRun");
    List<Map<String, Object>> results = new ArrayList<>();
    Optional<LetterId> next = Optional.empty();
    Set<LetterId> ids = ids(call);
    if (ids.isEmpty() != call.flag("all")) {
      throw Refusal.badParam("ids", "expected either \"ids\" or \"all\": true with a \"topic\"");
    }
    try (Redriver redriver = new Redriver(kafka, maxBodyBytes)) {
      for (LetterId id : ids) {
        Optional<DeadLetter> letter = letters.get(id);
        results.add(
            letter.isPresent()
                ? redrive(redriver, id, letter.get(), dryRun)
                : result(id, "", "impossible", "there is no such dead letter"));
      }
      if (ids.isEmpty()) {
        LetterFilter filter =
            filter(
                Optional.of(call.text("topic", "the topic the letters were read from")),
                call.optionalText("reason"),
                call.optionalText("since"));
        next =
            letters
                .scan(
                    filter,
                    call.optionalText("from").map(text -> id(text, "from")),
                    MAX_REDRIVEN,
                    (id, letter) -> results.add(redrive(redriver, id, letter, dryRun)))
                .next();
      }
    }
    return Reply.ok(
        ordered(
            "dryRun", dryRun, "results", results, "next", next.map(LetterId::place).orElse(null)));
  }

  private static Map<String, Object> redrive(
      Redriver redriver, LetterId id, DeadLetter letter, boolean dryRun)
      throws InterruptedException {
    Optional<String> obstacle = redriver.obstacle(letter);
    if (obstacle.isPresent()) {
      return result(id, letter.getTopic(), "impossible", obstacle.get());
    }
    if (dryRun) {
      return result(id, letter.getTopic(), "possible", "");
    }
    redriver.put(id, letter);
    log.atInfo()
        .addKeyValue("letter", id)
        .addKeyValue("topic", letter.getTopic())
        .log("dead letter re-driven");
    return result(id, letter.getTopic(), "redriven", "");
  }

  private static Map<String, Object> result(LetterId id, String topic, String what, String why) {
    return ordered("id", id.toString(), "topic", topic, "outcome", what, "why", why);
  }

  private static Map<String, Object> summary(LetterId id, DeadLetter letter) {
    return ordered(
        "id", id.toString(),
        "at", letter.getAt().toString(),
        "topic", letter.getTopic(),
        "partition", letter.getPartition(),
        "offset", letter.getOffset(),
        "reason", letter.getReason(),
        "keyBytes", letter.getKey() == null ? null : letter.getKey().remaining(),
        "valueBytes", letter.getValue() == null ? null : letter.getValue().remaining());
  }

  /** Of a value in the registry's wire format: a zero byte and the schema's id. */
  private static @Nullable Integer schema(@Nullable ByteBuffer value) {
    return value == null || value.remaining() < 5 || value.get(value.position()) != 0
        ? null
        : value.getInt(value.position() + 1);
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  private static String base64(ByteBuffer bytes) {
    return text(Base64.getEncoder().encode(bytes.duplicate()));
  }

  private static @Nullable String next(DeadLetterLog.Scan scan) {
    return scan.next().map(LetterId::place).orElse(null);
  }

  private static Set<LetterId> ids(Call call) {
    JsonNode given = call.body().path("ids");
    if ((!given.isMissingNode() && !given.isArray()) || given.size() > MAX_IDS) {
      throw Refusal.badParam("ids", "expected a list of at most " + MAX_IDS + " ids");
    }
    Set<LetterId> ids = new LinkedHashSet<>();
    given.forEach(node -> ids.add(id(node.asText(), "ids")));
    return ids;
  }

  private static LetterId id(String text, String param) {
    return LetterId.parse(text)
        .orElseThrow(
            () -> Refusal.badParam(param, "expected llm.dead.letters/<partition>/<offset>"));
  }

  private static int limit(Call call) {
    String text = call.query("limit").orElse(Integer.toString(DEFAULT_PAGE));
    if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > MAX_PAGE) {
      throw Refusal.badParam("limit", "expected a whole number from 1 to " + MAX_PAGE);
    }
    return Integer.parseInt(text);
  }

  private static LetterFilter filter(
      Optional<String> topic, Optional<String> reason, Optional<String> since) {
    try {
      return new LetterFilter(topic.orElse(""), reason.orElse(""), since.map(Instant::parse));
    } catch (DateTimeParseException e) {
      throw Refusal.badParam("since", "expected a time such as 2027-01-31T00:00:00Z");
    }
  }
}
