package dev.strowger.ingress;

import org.junit.jupiter.api.Test;

/** The door and the scanner of bodies against inputs nobody thought of. */
class DoorFuzzIT {
  @Test
  void theScannerOfBodiesJudgesWhateverComes() throws Exception {
    Fuzzing.run(ScannerFuzz.class, "bodies", "dev.strowger.ingress.**");
  }

  @Test
  void theDoorKeepsItsPromisesWhateverComes() throws Exception {
    Fuzzing.run(DoorFuzz.class, "requests", "dev.strowger.ingress.**");
  }
}
