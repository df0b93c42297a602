package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.audit.SigningKeys;
import dev.strowger.console.audit.TrailPages;
import dev.strowger.console.audit.TrailReport;
import dev.strowger.console.audit.TrailSearch;
import dev.strowger.console.audit.TrailVerification;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The audit trail: whether it is whole, page by page, and one request of it. */
final class AuditEndpoints {
  private final KafkaAccess kafka;
  private final Sealing sealing;
  private final ConsoleConfig.Trail trail;
  private final Jobs<TrailReport> verifications;
  private final Jobs<TrailSearch.Found> searches;
  private final TrailPages pages;

  AuditEndpoints(
      KafkaAccess kafka,
      Sealing sealing,
      ConsoleConfig.Trail trail,
      Jobs<TrailReport> verifications,
      Jobs<TrailSearch.Found> searches) {
    this.kafka = kafka;
    this.sealing = sealing;
    this.trail = trail;
    this.verifications = verifications;
    this.searches = searches;
    this.pages = new TrailPages(kafka);
  }

  void mount(Door door, Workbench bench) {
    JobEndpoints<TrailReport> verifying = new JobEndpoints<>(verifications, "verifications");
    JobEndpoints<TrailSearch.Found> searching = new JobEndpoints<>(searches, "searches");
    String verify = "/admin/audit/verifications";
    String search = "/admin/audit/searches";
    door.serve(HttpMethod.POST, verify, bench, this::verify);
    door.serve(HttpMethod.GET, verify, bench, verifying::list);
    door.serve(HttpMethod.GET, verify + "/:id", bench, verifying::show);
    door.serve(HttpMethod.DELETE, verify + "/:id", bench, verifying::cancel);
    door.serve(HttpMethod.POST, search, bench, this::search);
    door.serve(HttpMethod.GET, search, bench, searching::list);
    door.serve(
        HttpMethod.GET,
        search + "/:id",
        bench,
        call -> searching.show(call, AuditEndpoints::shown));
    door.serve(HttpMethod.DELETE, search + "/:id", bench, searching::cancel);
    door.serve(HttpMethod.GET, "/admin/audit/links", bench, this::links);
    door.serve(HttpMethod.GET, "/admin/audit/contents", bench, this::contents);
  }

  private Reply verify(Call call) {
    TrailVerification.Terms terms =
        new TrailVerification.Terms(
            call.optionalText("tenant").filter(t -> !t.isEmpty()),
            keys(call),
            trail.routerGroup(),
            Topics.AUDIT);
    return new Reply(202, verifications.start(new TrailVerification(kafka, terms)).view());
  }

  /** Those of the call, else the console's own. */
  private List<PublicKey> keys(Call call) {
    List<String> pems = call.list("keys");
    List<PublicKey> keys = new ArrayList<>();
    for (String pem : pems.isEmpty() ? trail.publicKeys() : pems) {
      try {
        keys.add(SigningKeys.publicKey(pem));
      } catch (IllegalArgumentException e) {
        throw Refusal.badParam("keys", String.valueOf(e.getMessage()));
      }
    }
    return keys;
  }

  private Reply search(Call call) {
    String id = call.text("requestId", "the id of a request, as in x-request-id");
    return new Reply(202, searches.start(new TrailSearch(kafka, sealing, id)).view());
  }

  /** Of what can be read; a link shows nothing of a prompt. */
  private static Optional<Reply.Shown> shown(TrailSearch.Found found) {
    String parts =
        found.contents().stream()
            .filter(content -> !content.text().isEmpty())
            .map(TrailSearch.Content::part)
            .distinct()
            .sorted()
            .collect(Collectors.joining(","));
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reply.Shown(found.tenant(), found.requestId(), parts));
  }

  private Reply links(Call call) throws IOException {
    return page(pages.links(place(call), call.query("tenant")));
  }

  private Reply contents(Call call) throws IOException {
    return page(pages.contents(place(call), call.query("tenant")));
  }

  private static Reply page(TrailPages.Page page) {
    Map<String, Object> view = ordered("lines", page.lines(), "unreadable", page.unreadable());
    view.put("next", page.next().map(p -> p.partition() + ":" + p.offset()).orElse(null));
    return Reply.ok(view);
  }

  private static TrailPages.Place place(Call call) {
    Optional<String> after = call.query("after");
    if (after.isEmpty()) {
      return new TrailPages.Place(0, 0);
    }
    String[] parts = after.get().split(":", -1);
    try {
      return new TrailPages.Place(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw Refusal.badParam("after", "\"after\" must be the \"next\" of a page");
    }
  }
}
