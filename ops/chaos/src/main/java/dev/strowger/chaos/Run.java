package dev.strowger.chaos;

import dev.strowger.process.Lifetime;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * One run from the start of the parts to the report.
 *
 * @param home root of the distribution
 * @param directory takes all data and logs
 */
record Run(Path home, Path directory, Plan plan) {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int KILLS_OF_ALL = 2;
  private static final PrintStream OUT = System.out;

  Report go(Lifetime lifetime) throws Exception {
    HttpClient http =
        lifetime.add(
            "http",
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build());
    OUT.println(plan.title() + ", seed " + plan.seed() + ": starting the parts ...");
    long start = System.nanoTime();
    Site site =
        site(
            new Java(home.resolve("compose/all-in-one/target/strowger/lib"), directory, http),
            lifetime);
    OUT.printf("Running after %.0f s, data in %s%n", (System.nanoTime() - start) / 1e9, directory);
    Random random = new Random(plan.seed());
    Clock clock = Clock.systemUTC();
    Journal journal = new Journal(clock);
    Balancer balancer = lifetime.add("balancer", new Balancer(http, site.doors()));
    balancer.start();
    Load load =
        lifetime.add(
            "load",
            new Load(
                new Client(http, balancer, site.key(), clock),
                plan.perSecond(),
                new Random(plan.seed() + 1),
                Long.toString(clock.millis())));
    load.start();
    Thread.sleep(BEFORE);
    harm(site, journal, random, lifetime);
    List<Outcome> outcomes = load.end();
    OUT.println("Load is over, closing the books ...");
    Books books = close(site);
    Bill bill = Bill.read(http, site.simulator());
    return new Report(
        plan.title(),
        plan.seed(),
        journal.absences(),
        Reckoning.of(outcomes, books, bill, journal.absences()),
        Reconciled.ask(http, site.desk()));
  }

  private Site site(Java java, Lifetime lifetime) throws Exception {
    return switch (plan.mode()) {
      case KILLING, ROLLING -> ClusterSite.start(home, java, plan.brokers(), lifetime);
      case ALL_IN_ONE -> OneProcessSite.start(home, java, lifetime);
    };
  }

  private void harm(Site site, Journal journal, Random random, Lifetime lifetime)
      throws IOException, InterruptedException {
    Replicas replicas = lifetime.add("replicas", new Replicas(site.kafka().clients()));
    switch (plan.mode()) {
      case KILLING ->
          new Monkey(site, plan.kinds(), journal, replicas, random, OUT)
              .rage(Duration.ofSeconds(plan.seconds()));
      case ROLLING ->
          new RollingRestart(site, journal, replicas, OUT)
              .run(List.of(Kind.WORKER, Kind.ROUTER, Kind.INGRESS, Kind.CONSOLE, Kind.BROKER));
      case ALL_IN_ONE -> killAll(site.of(Kind.ALL_IN_ONE).getFirst(), journal);
    }
  }

  private void killAll(Part all, Journal journal) throws IOException, InterruptedException {
    Duration pause = Duration.ofSeconds(plan.seconds()).dividedBy(KILLS_OF_ALL + 1L);
    for (int i = 0; i < KILLS_OF_ALL; i++) {
      Thread.sleep(pause);
      journal.down(all);
      all.kill();
      OUT.println("  killed " + all.name());
      all.start();
      journal.up(all);
    }
    Thread.sleep(pause);
  }

  /** Waits until every accepted request has ended and nothing more is written. */
  private static Books close(Site site) throws InterruptedException {
    long end = System.nanoTime() + Patience.QUIET.toNanos();
    Books books = Books.read(site.kafka());
    long still = System.nanoTime();
    while (System.nanoTime() < end) {
      Thread.sleep(BETWEEN_LOOKS);
      Books now = Books.read(site.kafka());
      if (!now.open().isEmpty() || now.events() != books.events()) {
        still = System.nanoTime();
      }
      books = now;
      if (System.nanoTime() - still > Patience.STILL.toNanos()) {
        break;
      }
    }
    return books;
  }
}
