package dev.strowger.router.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenTransactionTest {
  private static final TopicPartition HERE = new TopicPartition("llm.events", 3);
  private static final TopicPartition ELSEWHERE = new TopicPartition("llm.events", 4);
  private static final OpenTransaction OPEN = new OpenTransaction(HERE, 7, 5, 120, 1);

  @Test
  void aProducerWithoutAnOpenTransactionHasNone() {
    assertThat(OpenTransaction.of(HERE, producer(OptionalLong.empty()))).isEmpty();
    assertThat(OpenTransaction.of(HERE, producer(OptionalLong.of(120)))).contains(OPEN);
  }

  @ParameterizedTest
  @EnumSource(names = {"EMPTY", "COMPLETE_ABORT", "COMPLETE_COMMIT"})
  void oneThatItsCoordinatorHasDoneWithIsAbandoned(TransactionState state) {
    assertThat(OPEN.abandoned(says(state, 6))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"PREPARE_ABORT", "PREPARE_COMMIT", "PREPARE_EPOCH_FENCE", "UNKNOWN"})
  void oneWhoseMarkersAreOnTheirWayIsNot(TransactionState state) {
    assertThat(OPEN.abandoned(says(state, 6, HERE))).isFalse();
  }

  @Test
  void oneThatGoesOnIsAbandonedOnlyIfItIsAnother() {
    assertThat(OPEN.abandoned(says(TransactionState.ONGOING, 5, HERE))).isFalse();
    assertThat(OPEN.abandoned(says(TransactionState.ONGOING, 6, HERE))).isTrue();
    assertThat(OPEN.abandoned(says(TransactionState.ONGOING, 5, ELSEWHERE))).isTrue();
  }

  @Test
  void oneThatNoCoordinatorKnowsIsAbandoned() {
    assertThat(OPEN.abandoned(Optional.empty())).isTrue();
  }

  private static ProducerState producer(OptionalLong startOffset) {
    return new ProducerState(7, 5, 0, 0, OptionalInt.of(1), startOffset);
  }

  private static Optional<TransactionDescription> says(
      TransactionState state, int epoch, TopicPartition... partitions) {
    return Optional.of(
        new TransactionDescription(
            1, state, 7, epoch, 10_000, OptionalLong.empty(), Set.of(partitions)));
  }
}
