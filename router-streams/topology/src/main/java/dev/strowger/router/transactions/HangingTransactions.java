package dev.strowger.router.transactions;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions of the router that hang: open in a partition, done with for their coordinator
 * (KIP-664). Nobody reads committed records past such a one, so that a store is never restored to
 * its end and a router never comes out of its rebalance. They were seen after a whole machine stood
 * still for longer than a broker's session, and after sudden ends.
 *
 * <p>Looks every few seconds. One is ended when two looks in a row found the same transaction
 * abandoned; anything younger or in doubt is left alone.
 */
public final class HangingTransactions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HangingTransactions.class);
  private static final Duration INTERVAL = Duration.ofSeconds(4);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Admin admin;
  private final String group;
  private final Predicate<String> ours;
  private final Runnable ended;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("hanging-transactions").factory());

  /** Of the last look. */
  private Set<OpenTransaction> open = Set.of();

  private Set<OpenTransaction> abandoned = Set.of();
  private boolean refused;

  private HangingTransactions(Admin admin, String group, Predicate<String> ours, Runnable ended) {
    this.admin = admin;
    this.group = group;
    this.ours = ours;
    this.ended = ended;
  }

  /**
   * Begins to look.
   *
   * @param kafka client settings; the user may need the right CLUSTER_ACTION to end a transaction
   * @param group of the routers; their transactional ids begin with it
   * @param ours the topics that only routers write to in transactions
   * @param ended called for each one ended
   */
  public static HangingTransactions watch(
      Map<String, Object> kafka, String group, Predicate<String> ours, Runnable ended) {
    var watch = new HangingTransactions(Admin.create(kafka), group, ours, ended);
    ScheduledFuture<?> _ =
        watch.thread.scheduleWithFixedDelay(
            watch::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      Set<OpenTransaction> now = open(partitions());
      Set<OpenTransaction> old = both(now, open);
      Set<OpenTransaction> left = old.isEmpty() ? Set.of() : abandoned(old);
      for (OpenTransaction transaction : both(left, abandoned)) {
        end(transaction);
      }
      open = now;
      abandoned = left;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      // What was seen before a failed look proves nothing about the next one.
      open = Set.of();
      abandoned = Set.of();
      log.atDebug().setCause(e).log("open transactions cannot be looked at");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<TopicPartition> partitions()
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> topics =
        get(admin.listTopics().names()).stream().filter(ours).collect(Collectors.toSet());
    topics.add(Topic.GROUP_METADATA_TOPIC_NAME);
    Set<TopicPartition> partitions = new HashSet<>();
    for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
      partitions.addAll(withLeader(topic.getKey(), topic.getValue()));
    }
    return partitions;
  }

  /** None of a topic that is gone or not there yet. */
  private static List<TopicPartition> withLeader(String name, KafkaFuture<TopicDescription> topic)
      throws InterruptedException {
    return known(topic).stream()
        .flatMap(description -> description.partitions().stream())
        .filter(p -> p.leader() != null && !p.leader().isEmpty())
        .map(p -> new TopicPartition(name, p.partition()))
        .toList();
  }

  /** What partitions tell; one that cannot be asked now is asked again the next time. */
  private Set<OpenTransaction> open(Collection<TopicPartition> partitions)
      throws InterruptedException {
    DescribeProducersResult producers = admin.describeProducers(partitions);
    Set<OpenTransaction> found = new HashSet<>();
    for (TopicPartition partition : partitions) {
      known(producers.partitionResult(partition)).stream()
          .flatMap(state -> state.activeProducers().stream())
          .flatMap(producer -> OpenTransaction.of(partition, producer).stream())
          .forEach(found::add);
    }
    return found;
  }

  private static <T> Optional<T> known(KafkaFuture<T> future) throws InterruptedException {
    try {
      return Optional.of(get(future));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  private Set<OpenTransaction> abandoned(Set<OpenTransaction> suspects)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (!coordinatorsAreThere()) {
      return Set.of();
    }
    Map<Long, String> ids = new HashMap<>();
    for (TransactionListing listing :
        get(
            admin
                .listTransactions(
                    new ListTransactionsOptions()
                        .filterProducerIds(
                            suspects.stream()
                                .map(OpenTransaction::producerId)
                                .collect(Collectors.toSet())))
                .all())) {
      ids.put(listing.producerId(), listing.transactionalId());
    }
    Map<String, TransactionDescription> coordinators =
        ids.isEmpty() ? Map.of() : get(admin.describeTransactions(ids.values()).all());
    return suspects.stream()
        .filter(suspect -> isOurs(suspect, ids.get(suspect.producerId())))
        .filter(
            suspect ->
                suspect.abandoned(
                    Optional.ofNullable(ids.get(suspect.producerId())).map(coordinators::get)))
        .collect(Collectors.toSet());
  }

  /** Others commit offsets in transactions too, and may share the cluster. */
  private boolean isOurs(OpenTransaction transaction, @Nullable String id) {
    return id == null ? ours.test(transaction.partition().topic()) : id.startsWith(group + "-");
  }

  /** A coordinator that is away would make its transactions look unknown. */
  private boolean coordinatorsAreThere()
      throws ExecutionException, InterruptedException, TimeoutException {
    return get(admin.describeTopics(List.of(Topic.TRANSACTION_STATE_TOPIC_NAME)).allTopicNames())
        .values()
        .stream()
        .flatMap(topic -> topic.partitions().stream())
        .allMatch(p -> p.leader() != null && !p.leader().isEmpty());
  }

  private void end(OpenTransaction transaction) throws InterruptedException, TimeoutException {
    try {
      get(admin.abortTransaction(transaction.abort()).all());
      ended.run();
      log.atWarn()
          .addKeyValue("partition", transaction.partition())
          .addKeyValue("producerId", transaction.producerId())
          .addKeyValue("producerEpoch", transaction.producerEpoch())
          .addKeyValue("startOffset", transaction.startOffset())
          .log("a transaction that hung was aborted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClusterAuthorizationException) {
        refused(transaction);
      } else {
        log.atWarn()
            .addKeyValue("transaction", transaction)
            .setCause(e.getCause())
            .log("a transaction hangs and could not be aborted; trying again");
      }
    }
  }

  /** Said once: it will not change by itself. */
  private void refused(OpenTransaction transaction) {
    if (!refused) {
      refused = true;
      log.atError()
          .addKeyValue("partition", transaction.partition())
          .addKeyValue("startOffset", transaction.startOffset())
          .log(
              "a transaction hangs and the router may not abort it: grant it CLUSTER_ACTION on the"
                  + " cluster, or run kafka-transactions.sh abort");
    }
  }

  private static <T> Set<T> both(Set<T> one, Set<T> other) {
    return one.stream().filter(other::contains).collect(Collectors.toSet());
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    admin.close(Duration.ofSeconds(2));
  }
}
