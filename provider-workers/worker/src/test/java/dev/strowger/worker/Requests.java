package dev.strowger.worker;

import dev.strowger.records.BodyEncoding;
import dev.strowger.records.PathStep;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Price;
import dev.strowger.records.ReplyAddress;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Routed requests as the router would write them. */
final class Requests {
  static final Price PRICE =
      new Price(
          "USD", 1_000_000L, 5_000_000L, 100_000L, 1_250_000L, null, null, null, null, null, 0L);

  private Requests() {}

  static PlanStep step(String pool) {
    return PlanStep.newBuilder()
        .setPool(pool)
        .setProvider(pool)
        .setModel("model-of-" + pool)
        .setPrice(PRICE)
        .setReason("test")
        .build();
  }

  static RoutedRecord routed(RequestRecord request, PlanStep... steps) {
    return new RoutedRecord(
        request,
        Plan.newBuilder().setRoute("chat").setPolicyVersion("v1").setSteps(List.of(steps)).build(),
        0,
        new ArrayList<PathStep>(),
        false,
        false,
        null);
  }

  /** The same with another plan. */
  static RoutedRecord planned(RoutedRecord routed, UnaryOperator<Plan.Builder> change) {
    Plan plan = change.apply(Plan.newBuilder(routed.getPlan())).build();
    return RoutedRecord.newBuilder(routed).setPlan(plan).build();
  }

  static RequestRecord.Builder request(String id) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return RequestRecord.newBuilder()
        .setRequestId(id)
        .setTenant("team-a")
        .setCredentialId("key-1")
        .setOperation("chat")
        .setModel("gpt-4o-mini")
        .setStream(false)
        .setReceivedAt(now)
        .setReceivedAtUs(now.toEpochMilli() * 1000)
        .setDeadline(now.plusSeconds(60))
        .setFacts(RequestFacts.newBuilder().build())
        .setReplyTo(new ReplyAddress("door-1", "llm.replies.door-1", "http://127.0.0.1:1"))
        .setBodyEncoding(BodyEncoding.IDENTITY)
        .setBody(body("hello"));
  }

  static ByteBuffer body(String prompt) {
    return ByteBuffer.wrap(
        ("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + prompt
                + "\"}]}")
            .getBytes(StandardCharsets.UTF_8));
  }

  static Delivery delivery(RoutedRecord routed) {
    return new Delivery(routed, new RecordHeaders(), Instant.now());
  }
}
