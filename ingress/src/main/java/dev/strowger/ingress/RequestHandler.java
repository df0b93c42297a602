package dev.strowger.ingress;

import dev.strowger.ingress.BodyFacts.Earlier;
import dev.strowger.ingress.BodyReader.Received;
import dev.strowger.ingress.BodyScanner.Scan;
import dev.strowger.ingress.KeptDesk.Wanted;
import dev.strowger.records.ReplyAddress;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests for a model's call: authenticates before the body is read, bounds, reads, scans
 * and hands over to {@link Asking}.
 */
final class RequestHandler {
  private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

  private final Office office;
  private final ReplyAddress replyTo;
  private final WorkerExecutor workers;
  private final RequestIds ids;
  private final RandomGenerator random;
  private final KeptBodies bodies;

  RequestHandler(
      Office office,
      ReplyAddress replyTo,
      WorkerExecutor workers,
      RequestIds ids,
      RandomGenerator random) {
    this.office = office;
    this.replyTo = replyTo;
    this.workers = workers;
    this.ids = ids;
    this.random = random;
    this.bodies = office.config().bounds().keptBodies();
  }

  void handle(Visit visit) {
    HttpServerRequest request = visit.request();
    if (office.admission().draining()) {
      visit.refuseAndClose(Refusals.draining());
      return;
    }
    switch (office.authenticator().check(request)) {
      case Authenticator.Verdict.Refused(OpenAiError error) -> refuse(visit, error);
      case Authenticator.Verdict.Known(Caller caller) -> bound(visit, caller);
    }
  }

  private void bound(Visit visit, Caller caller) {
    if (!visit.admit()) {
      refuse(visit, Refusals.full());
      return;
    }
    // Again, with a place taken: from here on it is waited for.
    if (office.admission().draining()) {
      visit.refuseAndClose(Refusals.draining());
      return;
    }
    IngressConfig config = office.config();
    switch (RequestTerms.of(visit.request(), visit.endpoint(), config)) {
      case RequestTerms.Reading.Refused(OpenAiError error) -> refuse(visit, error);
      case RequestTerms.Reading.Good(RequestTerms terms) -> {
        Admitted admitted = new Admitted(visit, caller, terms);
        BodyReader.read(
            visit,
            office.admission(),
            config.bounds().maxBodyBytes(),
            config.times().requestRead(),
            received -> received(admitted, received));
      }
    }
  }

  /** A client that waits for leave to send its body would leave the connection in the dark. */
  private static void refuse(Visit visit, OpenAiError error) {
    if (visit.request().getHeader("expect") == null) {
      visit.refuse(error);
    } else {
      visit.refuseAndClose(error);
    }
  }

  private void received(Admitted admitted, Received received) {
    IngressConfig config = office.config();
    Visit visit = admitted.visit();
    switch (received) {
      case Received.Whole(Buffer body) -> prepare(admitted, body);
      case Received.TooLarge() -> visit.refuse(Refusals.tooLarge(config.bounds().maxBodyBytes()));
      case Received.TooSlow() ->
          visit.refuseAndClose(Refusals.tooSlow(config.times().requestRead()));
      case Received.NoRoom() -> visit.refuse(Refusals.full());
      case Received.Gone() -> {}
    }
  }

  private void prepare(Admitted admitted, Buffer body) {
    byte[] bytes = body.getBytes();
    Hold hold = new Hold(office.admission(), bytes.length);
    if (bytes.length < Body.PACK_FROM_BYTES) {
      prepared(
          admitted, Prepared.of(bytes, admitted.endpoint(), admitted.hash(bytes)), bytes, hold);
      return;
    }
    // Milliseconds for megabytes: not for an event loop. The pool's queue is bounded by admission.
    workers
        .executeBlocking(() -> Prepared.of(bytes, admitted.endpoint(), admitted.hash(bytes)), false)
        .onSuccess(prepared -> prepared(admitted, prepared, bytes, hold))
        .onFailure(bug -> failed(admitted, bug, hold));
  }

  private void prepared(Admitted admitted, Prepared prepared, byte[] bytes, Hold hold) {
    switch (prepared.scan()) {
      case Scan.Rejected(OpenAiError error) -> refuse(admitted, error, hold);
      case Scan.Accepted(BodyFacts facts) -> {
        Earlier earlier = facts.earlier();
        if (earlier.response().isPresent()) {
          goOn(admitted, earlier.response().get(), earlier.items(), bytes, hold);
        } else if (earlier.items()) {
          putItemsIn(admitted, bytes, hold, true);
        } else {
          accept(admitted, facts, prepared, hold);
        }
      }
    }
  }

  /** Goes on from a kept answer; all that is work is done aside of the event loop. */
  private void goOn(Admitted admitted, String previous, boolean items, byte[] bytes, Hold hold) {
    office
        .kept()
        .find(
            admitted.visit(),
            new Wanted(previous, admitted.caller().tenant()),
            hold,
            kept -> whole(admitted, bytes, Optional.of(kept), items, hold),
            sought -> wentOn(admitted, sought, hold));
  }

  /**
   * Puts items in place of references to them.
   *
   * @param again whether an item that is not there is looked for once more, as it may only just be
   *     being kept
   */
  private void putItemsIn(Admitted admitted, byte[] bytes, Hold hold, boolean again) {
    Visit visit = admitted.visit();
    office
        .kept()
        .aside(
            visit,
            () -> whole(admitted, bytes, Optional.empty(), true, hold),
            sought -> {
              boolean absent =
                  sought instanceof Sought.Refused<Prepared>(OpenAiError error)
                      && Refusals.ITEM_NOT_FOUND.equals(error.code());
              if (again && absent && !visit.over()) {
                visit
                    .vertx()
                    .setTimer(
                        KeptDesk.FRESH.toMillis(),
                        later -> putItemsIn(admitted, bytes, hold, false));
              } else {
                wentOn(admitted, sought, hold);
              }
            });
  }

  private Sought<Prepared> whole(
      Admitted admitted, byte[] bytes, Optional<ResponseRecord> previous, boolean items, Hold hold)
      throws IOException, InterruptedException {
    String tenant = admitted.caller().tenant();
    Optional<ItemReferences.Responses> responses =
        items
            ? Optional.of(id -> office.kept().now(new Wanted(id, tenant), hold))
            : Optional.empty();
    return switch (bodies.whole(bytes, previous, responses, hold)) {
      case Sought.Found<byte[]>(byte[] whole) ->
          new Sought.Found<>(Prepared.of(whole, admitted.endpoint(), admitted.hash(bytes)));
      case Sought.Absent<byte[]>() -> new Sought.Absent<>();
      case Sought.Refused<byte[]>(OpenAiError error) -> new Sought.Refused<>(error);
    };
  }

  private void wentOn(Admitted admitted, Sought<Prepared> sought, Hold hold) {
    switch (sought) {
      case Sought.Found<Prepared>(Prepared whole) -> {
        switch (whole.scan()) {
          case Scan.Rejected(OpenAiError error) -> refuse(admitted, error, hold);
          case Scan.Accepted(BodyFacts facts) -> accept(admitted, facts, whole, hold);
        }
      }
      case Sought.Absent<Prepared>() -> refuse(admitted, Refusals.noPreviousResponse(), hold);
      case Sought.Refused<Prepared>(OpenAiError error) -> refuse(admitted, error, hold);
    }
  }

  private static void failed(Admitted admitted, Throwable bug, Hold hold) {
    log.atError()
        .addKeyValue("requestId", admitted.visit().requestId())
        .setCause(bug)
        .log("a body could not be prepared");
    refuse(admitted, Refusals.internal(), hold);
  }

  private static void refuse(Admitted admitted, OpenAiError error, Hold hold) {
    hold.close();
    admitted.visit().refuse(error);
  }

  private void accept(Admitted admitted, BodyFacts facts, Prepared prepared, Hold hold) {
    Visit visit = admitted.visit();
    if (visit.over()) {
      hold.close();
      return;
    }
    visit.stream(facts.stream());
    if (!admitted.caller().scope().mayAsk(facts.model())) {
      refuse(admitted, AccessRefusals.noAccess(facts.model()), hold);
      return;
    }
    office
        .features()
        .find(visit, prepared.plain(), facts, found -> ask(admitted, facts, prepared, found, hold));
  }

  private void ask(
      Admitted admitted, BodyFacts facts, Prepared prepared, FeatureDesk.Found found, Hold hold) {
    Visit visit = admitted.visit();
    if (visit.over()) {
      hold.close();
      return;
    }
    RequestTerms terms = admitted.terms();
    RequestFacts sheet =
        new FactSheet(admitted.caller(), terms, visit.request().headers()).of(facts, found);
    BodyFacts bare = facts.bare();
    Prepared.Sealed sealed = prepared.sealed();
    String trace = TraceParent.of(visit.request().getHeader(TraceParent.HEADER), random);
    new Asking(
            visit,
            office,
            workers,
            ids,
            new Asking.Terms(
                () -> record(admitted, bare, sheet, sealed), trace, terms.limit(), hold))
        .ask();
  }

  private RequestRecord record(
      Admitted admitted, BodyFacts facts, RequestFacts sheet, Prepared.Sealed sealed) {
    Instant receivedAt = admitted.visit().receivedAt();
    RequestTerms terms = admitted.terms();
    String tenant = admitted.caller().tenant();
    return new RequestRecord(
        admitted.visit().requestId(),
        tenant,
        admitted.caller().credentialId(),
        admitted.endpoint().operation(),
        facts.model(),
        facts.stream(),
        facts.streaming().usage(),
        receivedAt,
        ChronoUnit.MICROS.between(Instant.EPOCH, receivedAt),
        receivedAt.plus(terms.limit()),
        sheet,
        replyTo,
        sealed.body().encoding(),
        sealed.body().bytes(),
        admitted.endpoint().api(),
        terms.unsupported() == Unsupported.LENIENT,
        facts.store(),
        terms.key().map(key -> key.hash(tenant, admitted.endpoint())).orElse(null),
        sealed.sentHash(),
        admitted.caller().team(),
        terms.labels().explain(),
        admitted.caller().limits(),
        admitted.caller().scope().routes());
  }
}
