package dev.strowger.ingress;

import dev.strowger.records.CredentialRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET} and {@code DELETE /v1/responses/{id}}, {@code GET /v1/responses/{id}/input_items}.
 * Source: OpenAI's API reference, "Responses".
 */
final class KeptHandler {
  private static final Logger log = LoggerFactory.getLogger(KeptHandler.class);
  private static final String INPUT_ITEMS = "/input_items";

  private final Office office;

  KeptHandler(Office office) {
    this.office = office;
  }

  void handle(RoutingContext rc) {
    switch (office.authenticator().check(rc.request())) {
      case Authenticator.Verdict.Refused(OpenAiError error) -> refuse(rc, error);
      case Authenticator.Verdict.Known(CredentialRecord credential) -> admit(rc, credential);
    }
  }

  private void admit(RoutingContext rc, CredentialRecord credential) {
    if (office.admission().draining() || !office.admission().enter()) {
      refuse(rc, Refusals.full());
      return;
    }
    answer(rc, credential.getTenant())
        .onFailure(
            bug -> {
              log.atError()
                  .addKeyValue("requestId", rc.response().headers().get(AppsDoor.REQUEST_ID))
                  .setCause(bug)
                  .log("a kept response could not be had");
              refuse(rc, Refusals.internal());
            })
        .onComplete(done -> office.admission().leave());
  }

  private Future<Void> answer(RoutingContext rc, String tenant) {
    String rest =
        Objects.requireNonNull(rc.request().path())
            .substring(Endpoint.RESPONSES.path().length() + 1);
    if (rc.request().method().equals(HttpMethod.DELETE)) {
      return delete(rc, rest, tenant);
    }
    if (rc.request().getParam("stream", "false").equals("true")) {
      refuse(
          rc,
          OpenAiError.invalid(
              400,
              "unsupported_value",
              "stream",
              "A kept response is not streamed again: leave 'stream' out."));
      return Future.succeededFuture();
    }
    int limit = office.kept().limitBytes();
    if (rest.endsWith(INPUT_ITEMS)) {
      return inputItems(rc, rest.substring(0, rest.length() - INPUT_ITEMS.length()), tenant);
    }
    return find(
            rest,
            tenant,
            kept -> new Body(kept.getResponseEncoding(), kept.getResponse()).unpack(limit))
        .onSuccess(found -> send(rc, found))
        .mapEmpty();
  }

  private Future<Void> inputItems(RoutingContext rc, String id, String tenant) {
    Optional<ItemPage> page =
        ItemPage.of(
            rc.request().getParam("order", ItemPage.DEFAULT_ORDER),
            rc.request().getParam("limit", ItemPage.DEFAULT_LIMIT),
            rc.request().getParam("after", ""));
    if (page.isEmpty()) {
      refuse(rc, Refusals.badPage());
      return Future.succeededFuture();
    }
    int limit = office.kept().limitBytes();
    return find(id, tenant, kept -> Continuation.inputItems(kept, page.get(), limit))
        .onSuccess(found -> send(rc, found))
        .mapEmpty();
  }

  private Future<Void> delete(RoutingContext rc, String id, String tenant) {
    return find(id, tenant, kept -> new byte[0])
        .compose(
            found -> {
              if (found.isEmpty()) {
                send(rc, found);
                return Future.succeededFuture();
              }
              Promise<Boolean> durable = Promise.promise();
              if (!office.publisher().forget(id, durable::tryComplete)) {
                refuse(rc, Refusals.full());
                return Future.succeededFuture();
              }
              return durable.future().onSuccess(done -> deleted(rc, id, done)).mapEmpty();
            });
  }

  private void deleted(RoutingContext rc, String id, boolean done) {
    if (!done) {
      refuse(rc, Refusals.logUnavailable());
      return;
    }
    office.kept().responses().forget(id);
    JsonObject body = new JsonObject().put("id", id).put("object", "response").put("deleted", true);
    send(rc, Optional.of(body.toBuffer().getBytes()));
  }

  @FunctionalInterface
  private interface Reading {
    byte[] of(ResponseRecord kept) throws Exception;
  }

  private Future<Optional<byte[]>> find(String id, String tenant, Reading reading) {
    Callable<Optional<byte[]>> work =
        () -> {
          Optional<ResponseRecord> kept = office.kept().responses().find(id, tenant);
          return kept.isEmpty() ? Optional.empty() : Optional.of(reading.of(kept.get()));
        };
    return office.kept().workers().executeBlocking(work, false).map(Objects::requireNonNull);
  }

  private static void send(RoutingContext rc, Optional<byte[]> found) {
    HttpServerResponse response = rc.response();
    if (found.isEmpty()) {
      refuse(rc, Refusals.noResponse());
    } else if (!response.ended() && !response.closed()) {
      response.putHeader("content-type", "application/json").end(Buffer.buffer(found.get()));
    }
  }

  private static void refuse(RoutingContext rc, OpenAiError error) {
    HttpServerResponse response = rc.response();
    if (!response.ended() && !response.closed()) {
      String id = Objects.requireNonNull(response.headers().get(AppsDoor.REQUEST_ID));
      error.send(response, ErrorFormat.OPENAI, id);
    }
  }
}
