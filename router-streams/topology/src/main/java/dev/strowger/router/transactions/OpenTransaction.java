package dev.strowger.router.transactions;

import java.util.Optional;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that a partition's leader holds open.
 *
 * @param startOffset of its first record; with the producer it tells transactions apart
 * @param coordinatorEpoch of the last marker of this producer, 0 if there was none
 */
record OpenTransaction(
    TopicPartition partition,
    long producerId,
    int producerEpoch,
    long startOffset,
    int coordinatorEpoch) {

  /** Empty if this producer has no open transaction. */
  static Optional<OpenTransaction> of(TopicPartition partition, ProducerState producer) {
    return producer.currentTransactionStartOffset().stream()
        .mapToObj(
            start ->
                new OpenTransaction(
                    partition,
                    producer.producerId(),
                    producer.producerEpoch(),
                    start,
                    producer.coordinatorEpoch().orElse(0)))
        .findFirst();
  }

  /**
   * Whether the coordinator has done with it although the partition has not. A coordinator calls a
   * transaction complete once every partition has its marker, so that one can only be missing by a
   * fault; no producer and no timeout will write it later.
   *
   * @param coordinators what the coordinator of this producer id says; empty if none knows it
   */
  boolean abandoned(Optional<TransactionDescription> coordinators) {
    return coordinators.map(this::abandoned).orElse(true);
  }

  private boolean abandoned(TransactionDescription coordinators) {
    return switch (coordinators.state()) {
      case EMPTY, COMPLETE_ABORT, COMPLETE_COMMIT -> true;
      case ONGOING ->
          coordinators.producerEpoch() != producerEpoch
              || !coordinators.topicPartitions().contains(partition);
      case PREPARE_ABORT, PREPARE_COMMIT, PREPARE_EPOCH_FENCE, UNKNOWN -> false;
    };
  }

  AbortTransactionSpec abort() {
    return new AbortTransactionSpec(partition, producerId, (short) producerEpoch, coordinatorEpoch);
  }
}
