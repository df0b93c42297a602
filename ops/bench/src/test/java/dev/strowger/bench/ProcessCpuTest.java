package dev.strowger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessCpuTest {
  @Test
  void addsUserAndSystemTimeOfTheProcessAndItsEndedChildren() {
    String stat = "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 150 50 25 5 20 0 30 0 100 1 1 1\n";

    assertThat(ProcessCpu.parse(stat)).isEqualTo(2_300);
  }

  @Test
  void readsThisProcess() {
    assertThat(ProcessCpu.millis(ProcessHandle.current().pid()).orElse(0)).isPositive();
    assertThat(ProcessCpu.millis(Long.MAX_VALUE)).isEmpty();
  }
}
