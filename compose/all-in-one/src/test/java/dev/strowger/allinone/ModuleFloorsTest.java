package dev.strowger.allinone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom; see ARCHITECTURE.md. */
class ModuleFloorsTest {
  private static final String BASE = "dev.strowger.";
  private static final List<String> DEPLOYABLES =
      List.of("ingress", "router", "worker", "analytics", "console");
  private static final int FEWEST_CLASSES = 150;

  private static JavaClasses all;

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.strowger");
  }

  @Test
  void seesEveryModule() {
    assertThat(all.size()).isGreaterThan(FEWEST_CLASSES);
    for (String module : DEPLOYABLES) {
      assertThat(all.stream().filter(c -> c.getPackageName().startsWith(BASE + module)))
          .as(module)
          .hasSizeGreaterThan(3);
    }
  }

  @Test
  void groundKnowsNothingOfOurs() {
    for (String ground : List.of("records", "channel", "process", "manifest", "features")) {
      mayKnow(ground);
    }
    mayKnow("policy", "manifest");
    mayKnow("dialects", "manifest");
    mayKnow("features");
    mayKnow("training", "features");
    mayKnow("facts", "records", "policy", "manifest");
    mayKnow("topics", "records");
    mayKnow("sealing", "process");
    mayKnow("quota", "records");
    mayKnow("audit", "records");
    mayKnow("guardrails", "features");
    mayKnow("broker", "process");
    mayKnow("registry", "process");
    mayKnow("engine", "process");
    mayKnow("simulator", "process");
    mayKnow("faults", "process");
    mayKnow("bench", "process", "broker", "training", "features");
    mayKnow("chaos", "process", "registry", "topics", "records");
  }

  @Test
  void deployablesKnowOnlyTheGround() {
    mayKnow("ingress", "topics", "records", "process", "channel", "features", "sealing");
    mayKnow(
        "router", "topics", "records", "process", "policy", "facts", "manifest", "quota", "audit");
    mayKnow(
        "worker",
        "topics",
        "records",
        "process",
        "channel",
        "dialects",
        "manifest",
        "features",
        "sealing",
        "guardrails");
    mayKnow("analytics", "topics", "records", "process");
    mayKnow(
        "console",
        "topics",
        "records",
        "process",
        "policy",
        "facts",
        "dialects",
        "manifest",
        "features",
        "sealing",
        "quota",
        "audit");
    mayKnow("cli", "process", "training", "features", "policy", "audit");
  }

  @Test
  void policyAndDialectsArePure() {
    noClasses()
        .that()
        .resideInAnyPackage(
            BASE + "policy..",
            BASE + "dialects..",
            BASE + "manifest..",
            BASE + "features..",
            BASE + "guardrails..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "org.apache.avro..",
            "io.vertx..",
            "org.slf4j..",
            "java.net.http..",
            "java.nio.file..",
            "java.util.concurrent..")
        .check(all);
    noClasses()
        .that()
        .resideInAnyPackage(
            BASE + "policy..",
            BASE + "dialects..",
            BASE + "manifest..",
            BASE + "features..",
            BASE + "guardrails..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.(util\\.Random|security\\.SecureRandom|time\\.Clock)")
        .check(all);
  }

  /** URLs of images and files in requests are passed on or refused; nobody here opens them. */
  @Test
  void whatUnderstandsRequestsCannotFetchAnything() {
    noClasses()
        .that()
        .resideInAnyPackage(
            BASE + "policy..",
            BASE + "dialects..",
            BASE + "features..",
            BASE + "guardrails..",
            BASE + "facts..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.net\\.(Socket|ServerSocket|URL|URLConnection|HttpURLConnection|InetAddress)"
                + "|java\\.nio\\.channels\\..*")
        .check(all);
  }

  @Test
  void nobodyKnowsTheOneMachine() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "allinone..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + "allinone..")
        .check(all);
  }

  private static void mayKnow(String module, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(module), Stream.of(others))
            .map(name -> BASE + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(BASE + module + "..")
        .should()
        .onlyDependOnClassesThat(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(
                    BASE.substring(0, BASE.length() - 1) + "..")
                .or(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                        allowed)))
        .as(module + " may know only " + List.of(others) + " of ours")
        .check(all);
  }
}
