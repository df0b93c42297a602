package dev.strowger.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The models that are served, for those who may ask. */
record ModelPages(Office office, ServedModels models) {
  static final String PATH = "/v1/models";

  void all(RoutingContext rc) {
    caller(rc).ifPresent(caller -> Pages.json(rc, 200, models.list(caller.scope()::mayAsk)));
  }

  void one(RoutingContext rc) {
    caller(rc).ifPresent(caller -> one(rc, caller));
  }

  private void one(RoutingContext rc, Caller caller) {
    String path = AppsDoor.path(rc.request());
    String id = path.length() > PATH.length() ? path.substring(PATH.length() + 1) : "";
    String decoded = URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
    models
        .one(decoded)
        .filter(found -> caller.scope().mayAsk(decoded))
        .ifPresentOrElse(
            found -> Pages.json(rc, 200, found),
            () ->
                AppsDoor.refuse(
                    rc,
                    OpenAiError.invalid(
                        404,
                        "model_not_found",
                        "model",
                        "The model '"
                            + BadBody.echo(decoded)
                            + "' is not served here; GET /v1/models lists what is.")));
  }

  private Optional<Caller> caller(RoutingContext rc) {
    HttpServerRequest request = rc.request();
    return switch (office.authenticator().check(request)) {
      case Authenticator.Verdict.Known(Caller caller) -> Optional.of(caller);
      case Authenticator.Verdict.Refused(OpenAiError error) -> {
        AppsDoor.refuse(rc, error);
        yield Optional.empty();
      }
    };
  }
}
