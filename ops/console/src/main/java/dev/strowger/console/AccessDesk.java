package dev.strowger.console;

import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeoutException;

/** Who may use the gateway and this door: wires what keeps it, and says where it is found. */
final class AccessDesk {
  private final CredentialEndpoints keys;
  private final TenantEndpoints tenants;
  private final Operators operators;
  private final Actions actions;
  private final Clock clock;

  private AccessDesk(
      Credentials credentials,
      TenantEndpoints tenants,
      Operators operators,
      Actions actions,
      Clock clock) {
    this.keys = new CredentialEndpoints(credentials, clock);
    this.tenants = tenants;
    this.operators = operators;
    this.actions = actions;
    this.clock = clock;
  }

  static AccessDesk open(
      ConsoleConfig config, RecordPublisher publisher, Secrets secrets, Clock clock, Tables tables)
      throws IOException, InterruptedException, TimeoutException {
    KafkaAccess kafka = config.kafka();
    AdminToken token = AdminToken.load(config.listen(), secrets);
    Credentials credentials =
        new Credentials(
            tables.follow(new TableView<>(kafka, Topics.CREDENTIALS, Credentials.MAX_KEYS)),
            publisher,
            secrets,
            clock);
    if (config.demoKeyFile().isPresent()) {
      DemoKey.ensure(config.demoKeyFile().get(), credentials);
    }
    return new AccessDesk(
        credentials,
        new TenantEndpoints(
            tables.follow(new TableView<>(kafka, Topics.TENANTS, TenantEndpoints.MAX)),
            publisher,
            clock),
        new Operators(
            token,
            tables.follow(new TableView<>(kafka, Topics.OPERATORS, Operators.MAX)),
            publisher,
            secrets,
            clock),
        new Actions(publisher, credentials::tenantOf, clock),
        clock);
  }

  Door.Guards guards() {
    return new Door.Guards(operators, new FailedLogins(clock), actions);
  }

  OwnDeeds deeds() {
    return actions;
  }

  void mount(Door door, Workbench bench) {
    String all = "/admin/credentials";
    String one = all + "/:credentialId";
    door.serve(HttpMethod.GET, all, bench, keys::list);
    door.serve(HttpMethod.POST, all, bench, keys::create);
    door.serve(HttpMethod.GET, one, bench, keys::show);
    door.serve(HttpMethod.PATCH, one, bench, keys::change);
    door.serve(HttpMethod.DELETE, one, bench, keys::revoke);
    door.serve(HttpMethod.POST, one + "/rotate", bench, keys::rotate);
    door.serve(HttpMethod.POST, one + "/expire", bench, keys::expire);
    door.serve(HttpMethod.GET, "/admin/tenants", bench, tenants::tenants);
    scope(door, bench, "/admin/tenants/:tenant");
    door.serve(HttpMethod.GET, "/admin/teams", bench, tenants::teams);
    scope(door, bench, "/admin/teams/:tenant/:team");
    door.serve(HttpMethod.GET, "/admin/operators", bench, operators::list);
    door.serve(HttpMethod.POST, "/admin/operators", bench, operators::create);
    door.serve(HttpMethod.DELETE, "/admin/operators/:operatorId", bench, operators::revoke);
  }

  private void scope(Door door, Workbench bench, String one) {
    door.serve(HttpMethod.GET, one, bench, tenants::show);
    door.serve(HttpMethod.PATCH, one, bench, tenants::set);
    door.serve(HttpMethod.POST, one + "/suspend", bench, tenants::suspend);
    door.serve(HttpMethod.POST, one + "/resume", bench, tenants::resume);
  }
}
