package dev.strowger.worker;

import dev.strowger.dialects.Dialect;
import dev.strowger.process.Lifetime;

/** The copies of requests that this process works on, apart from what counts. */
final class Shadows implements AutoCloseable {
  private final Lifetime lifetime = new Lifetime();
  private final WorkerConfig config;
  private final Publisher publisher;
  private final Guards guards;
  private final TimeSource time;
  private final ShadowBudget budget = new ShadowBudget();

  Shadows(WorkerConfig config, Publisher publisher, Guards guards, TimeSource time) {
    this.config = config;
    this.publisher = publisher;
    this.guards = guards;
    this.time = time;
    if (wanted()) {
      lifetime.add("shadow-spend", ShadowSpend.follow(config.kafka(), budget, time));
    }
  }

  private boolean wanted() {
    return config.limits().shadows() > 0;
  }

  /** Takes the copies for one provider, with connections of their own. */
  void serve(ProviderAccess access, Dialect dialect) {
    if (!wanted()) {
      return;
    }
    String name = access.provider().name();
    ProviderClient client =
        lifetime.add("shadow-client-" + name, new ProviderClient(access, config.limits(), time));
    ShadowTrial trial =
        new ShadowTrial(
            new Upstream(access, dialect, client, config.limits()), budget, guards::down, time);
    lifetime
        .add(
            "shadow-" + name,
            new ShadowPool(name, config.kafka(), trial, publisher, time, config.limits().shadows()))
        .start();
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
