package dev.strowger.ingress;

import dev.strowger.ingress.KeptDesk.Reading;
import dev.strowger.ingress.KeptDesk.Wanted;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code GET} and {@code DELETE /v1/responses/{id}}, {@code GET /v1/responses/{id}/input_items}.
 * Source: OpenAI's API reference, "Responses".
 */
final class KeptHandler {
  private final Office office;
  private final KeptBodies bodies;

  KeptHandler(Office office) {
    this.office = office;
    this.bodies = office.config().bounds().keptBodies();
  }

  /** The answer. */
  void response(Visit visit, String id) {
    answer(visit, id, hold -> kept -> bodies.response(kept, hold));
  }

  /** What it was asked with. */
  void inputItems(Visit visit, String id, ItemPage page) {
    answer(visit, id, hold -> kept -> bodies.inputItems(kept, page, hold));
  }

  /** Deletes the answer. */
  void delete(Visit visit, String id) {
    admit(
        visit,
        caller -> {
          Hold hold = new Hold(office.admission(), 0);
          office
              .kept()
              .find(
                  visit,
                  new Wanted(id, caller.tenant()),
                  hold,
                  kept -> new Sought.Found<>(kept.getResponseId()),
                  sought -> {
                    hold.close();
                    found(visit, sought, known -> erase(visit, known));
                  });
        });
  }

  private void answer(Visit visit, String id, Function<Hold, Reading<byte[]>> reading) {
    admit(
        visit,
        caller -> {
          Hold hold = new Hold(office.admission(), 0);
          office
              .kept()
              .find(
                  visit,
                  new Wanted(id, caller.tenant()),
                  hold,
                  reading.apply(hold),
                  sought -> {
                    if (!(sought instanceof Sought.Found<byte[]>)) {
                      hold.close();
                    }
                    found(visit, sought, json -> visit.answer(json, hold::close));
                  });
        });
  }

  private void admit(Visit visit, Consumer<Caller> then) {
    if (office.admission().draining()) {
      visit.refuseAndClose(Refusals.draining());
      return;
    }
    switch (office.authenticator().check(visit.request())) {
      case Authenticator.Verdict.Refused(OpenAiError error) -> visit.refuse(error);
      case Authenticator.Verdict.Known(Caller caller) -> {
        if (visit.admit()) {
          then.accept(caller);
        } else {
          visit.refuse(Refusals.full());
        }
      }
    }
  }

  private static <T> void found(Visit visit, Sought<T> sought, Consumer<T> then) {
    switch (sought) {
      case Sought.Found<T>(T value) -> then.accept(value);
      case Sought.Absent<T>() -> visit.refuse(Refusals.noResponse());
      case Sought.Refused<T>(OpenAiError error) -> visit.refuse(error);
    }
  }

  private void erase(Visit visit, String id) {
    boolean queued =
        office
            .publisher()
            .forget(id, durable -> visit.context().runOnContext(now -> erased(visit, id, durable)));
    if (!queued) {
      visit.refuse(Refusals.full());
    }
  }

  private void erased(Visit visit, String id, boolean durable) {
    if (!durable) {
      visit.refuse(Refusals.logUnavailable());
      return;
    }
    office.kept().forget(id);
    visit.answer(
        new JsonObject()
            .put("id", id)
            .put("object", "response")
            .put("deleted", true)
            .toBuffer()
            .getBytes());
  }
}
