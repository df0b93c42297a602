package dev.strowger.worker;

import dev.strowger.records.CacheRecord;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import dev.strowger.worker.cache.KeptAnswers;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in pool {@code cache} of one process: follows {@code llm.cache} from its beginning, and
 * looks for each request of its own topic what is kept.
 */
final class CachePool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CachePool.class);

  private final CompactedTable<CacheRecord> table;
  private final Pool pool;

  private CachePool(CompactedTable<CacheRecord> table, Pool pool) {
    this.table = table;
    this.pool = pool;
  }

  /**
   * @param outlets to the clients
   * @param pools makes a pool that does this work, not started yet
   */
  static CachePool start(
      WorkerConfig config,
      Outlets outlets,
      Books books,
      Cancellations cancellations,
      CacheMetrics metrics,
      TimeSource time,
      Function<DeliveryWork, Pool> pools) {
    KafkaAccess kafka = config.kafka();
    KeptAnswers answers = new KeptAnswers(config.cache().maxBytes(), books.cache()::forget);
    metrics.watch(answers);
    Bodies bodies = books.publisher().bodies();
    CompactedTable<CacheRecord> table =
        CompactedTable.follow(
            kafka.clients(),
            kafka.serdes(),
            Topics.CACHE,
            (key, record) -> {
              if (record == null) {
                answers.remove(key);
              } else {
                answers.put(key, bodies.openDirection(record), time.now());
              }
            });
    Publisher publisher = books.publisher();
    int maxBodyBytes = config.limits().maxBodyBytes();
    CacheLookup lookup =
        new CacheLookup(
            answers,
            table::isCaughtUp,
            new CacheGiving(outlets, publisher, books.events(), metrics, time, maxBodyBytes),
            bodies,
            cancellations,
            new Onward(publisher, new Replies(publisher, false), books.events(), time),
            metrics,
            time);
    Pool pool = pools.apply(lookup);
    pool.start();
    log.atInfo().addKeyValue("maxBytes", config.cache().maxBytes()).log("cache started");
    return new CachePool(table, pool);
  }

  /** Empty while requests are taken; what is kept may be unknown meanwhile, and nothing given. */
  Optional<String> problem() {
    return pool.problem();
  }

  void stopTaking() {
    pool.stopTaking();
  }

  @Override
  public void close() {
    pool.close();
    table.close();
  }
}
