package dev.strowger.allinone;

import dev.strowger.process.Lifetime;
import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts everything in this JVM; see {@link Installation} for the order. */
public final class AllInOne {
  private static final Logger log = LoggerFactory.getLogger(AllInOne.class);

  private AllInOne() {}

  public static void main(String[] args) throws InterruptedException {
    Progress progress = new Progress(System.out);
    Lifetime lifetime = new Lifetime();
    try {
      Settings settings = new Settings(System.getenv());
      OneMachine machine = settings.orThrow(OneMachine.from(settings));
      Installation installation = new Installation(machine, System.getenv(), progress, lifetime);
      String banner = installation.start().text();
      progress.say(banner);
      tell(machine.data().resolve("ready.txt"), banner);
    } catch (SettingsException e) {
      fail(lifetime, progress, String.valueOf(e.getMessage()), 2);
    } catch (Exception e) {
      log.atError().setCause(e).log("not started");
      fail(lifetime, progress, "Strowger could not be started: " + e.getMessage(), 1);
    }
    lifetime.awaitShutdown();
  }

  /** The file appears whole: whoever waits for it may read it at once. */
  private static void tell(Path file, String text) throws java.io.IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void fail(Lifetime lifetime, Progress progress, String message, int code) {
    progress.say(message);
    lifetime.close();
    System.exit(code);
  }
}
