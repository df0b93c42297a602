package dev.strowger.process;

import java.nio.file.Path;

/** Starts a supervised child and is then gone at once, as with SIGKILL: no shutdown, no close. */
final class LostSupervisor {
  private LostSupervisor() {}

  public static void main(String[] args) throws Exception {
    ChildProcess.start(ChildProcessTest.sleeper(Path.of(args[0])));
    Runtime.getRuntime().halt(9);
  }
}
