package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.RoutedRecord;
import dev.strowger.sealing.Retention;
import dev.strowger.sealing.Sealing;
import dev.strowger.sealing.SealingConfig;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Workers whose KMS can be away. */
abstract class KmsRig extends WorkerRig {
  final OutageKms kms = new OutageKms();
  Sealing door2 = Sealing.off();

  @BeforeEach
  void seal() {
    // So short that each step asks the KMS.
    Duration cache = Duration.ofMillis(1);
    sealing = new SealingConfig(Optional.of(() -> kms), cache, Duration.ofHours(1), Retention.NONE);
    door2 = Sealing.start(sealing);
  }

  @AfterEach
  void unseal() {
    door2.close();
  }

  RoutedRecord sealed(RoutedRecord plain) {
    return new Bodies(door2).seal(plain);
  }

  Failure failure(String requestId) throws Exception {
    return (Failure) log.reply(requestId).getResult();
  }

  void endsWith(int status, String code) throws Exception {
    Failure failure = failure(id);
    assertThat(failure.getStatus()).isEqualTo(status);
    assertThat(failure.getCode()).isEqualTo(code);
    assertThat(failure.getRetryAfterMs()).isEqualTo(status == 503 ? (Long) 5_000L : null);
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
  }
}
