package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.audit.Link;
import dev.strowger.audit.TrailFile;
import dev.strowger.audit.Verifier;
import dev.strowger.audit.Vouched;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = "Writes the audit trail to a file.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger audit export --format jsonl --out trail.jsonl",
      "  strowger audit export --format jsonl --out acme.jsonl --tenant acme --contents",
      "  strowger audit export --format opensearch --out bulk.ndjson --from 2026-11-01T00:00:00Z"
    })
final class AuditExport implements Callable<Integer> {
  private static final String LINKS = "/admin/audit/links";
  private static final String CONTENTS = "/admin/audit/contents";

  private final Terminal terminal;

  /** What the file is for. */
  enum Format {
    jsonl,
    opensearch
  }

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "jsonl can be verified without a server; opensearch is for _bulk.")
  private Format format = Format.jsonl;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Is made anew.")
  private Path out = Path.of("trail.jsonl");

  @Option(names = "--tenant", paramLabel = "TENANT", description = "One chain only.")
  private String tenant = "";

  @Option(names = "--from", paramLabel = "TIME", description = "E.g. 2026-11-20T00:00:00Z.")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "The first link from then on ends it.")
  private String to = "";

  @Option(names = "--contents", description = "With kept prompts and answers; jsonl only.")
  private boolean contents;

  /** A part of a chain has no holes: it goes from the first link in time to the last. */
  private final Set<String> begun = new HashSet<>();

  private final Set<String> ended = new HashSet<>();
  private final Verifier seen = new Verifier(List.of(), Map.of(), false);
  private final Vouched vouched = new Vouched();
  private long leftOut;
  private final MessageDigest written = sha256();

  AuditExport(Terminal terminal) {
    this.terminal = terminal;
  }

  private interface Lines {
    void take(byte[] line) throws IOException;
  }

  @Override
  public Integer call() {
    if (contents && format == Format.opensearch) {
      throw new CallFailedException("--contents goes with --format jsonl only");
    }
    long fromMs = from.isEmpty() ? Long.MIN_VALUE : time("--from", from);
    long toMs = to.isEmpty() ? Long.MAX_VALUE : time("--to", to);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out), 1 << 16)) {
      if (format == Format.jsonl) {
        write(file, TrailFile.begin(from.isEmpty()));
      }
      long links = pages(LINKS, line -> link(file, line, fromMs, toMs));
      if (contents) {
        pages(CONTENTS, line -> content(file, line));
      }
      if (format == Format.jsonl) {
        write(file, TrailFile.end(seen.summaries(), HexFormat.of().formatHex(written.digest())));
      }
      terminal.err().println();
      for (Verifier.Summary chain : seen.summaries()) {
        terminal
            .out()
            .println(
                chain.tenant()
                    + ": #"
                    + chain.first()
                    + " to #"
                    + chain.head().sequence()
                    + ", "
                    + chain.head().hash());
      }
      terminal.err().println(links + " links looked at");
      if (leftOut > 0) {
        terminal
            .err()
            .println(leftOut + " prompts and answers left out: no link of the file is of them");
      }
    } catch (IOException e) {
      throw new CallFailedException("cannot write " + out + ": " + e.getMessage());
    }
    return 0;
  }

  private void link(OutputStream file, byte[] line, long fromMs, long toMs) throws IOException {
    Link link =
        Link.parse(line)
            .orElseThrow(() -> new CallFailedException("the console sent what is no link"));
    String of = link.place().tenant();
    if (link.place().atMs() >= fromMs) {
      begun.add(of);
    }
    if (begun.contains(of) && link.place().atMs() >= toMs) {
      ended.add(of);
    }
    if (!begun.contains(of) || ended.contains(of)) {
      return;
    }
    seen.take(of, link);
    if (format == Format.jsonl) {
      if (contents) {
        vouched.take(link);
      }
      write(file, line);
    } else {
      BulkDocument document = BulkDocument.of(ConsoleClient.tree(text(line)));
      write(file, document.action());
      write(file, document.source());
    }
  }

  /** What no link of the file vouches for proves nothing, and would look like a removed link. */
  private void content(OutputStream file, byte[] line) throws IOException {
    JsonNode content = ConsoleClient.tree(text(line)).path("content");
    if (vouched.mayVouch(
        content.path("tenant").asText(),
        content.path("requestId").asText(),
        content.path("part").asText())) {
      write(file, line);
    } else {
      leftOut++;
    }
  }

  /** All pages, one after another. */
  private long pages(String path, Lines lines) throws IOException {
    ConsoleClient console = terminal.console();
    String after = "0:0";
    long count = 0;
    while (!after.isEmpty()) {
      String query = "?after=" + after;
      JsonNode page =
          console.get(
              path + query + (tenant.isEmpty() ? "" : "&tenant=" + ConsoleClient.segment(tenant)));
      if (page.path("unreadable").asLong() > 0) {
        terminal
            .err()
            .println("\nstrowger: some records cannot be read; see strowger audit verify");
      }
      for (JsonNode line : page.path("lines")) {
        lines.take(line.asText().getBytes(StandardCharsets.UTF_8));
        count++;
      }
      terminal.err().print("\r" + count + " lines");
      terminal.err().flush();
      after = page.path("next").asText("");
      if (page.path("next").isNull()) {
        after = "";
      }
    }
    return count;
  }

  private void write(OutputStream file, byte[] line) throws IOException {
    written.update(line);
    written.update((byte) '\n');
    file.write(line);
    file.write('\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }

  private static long time(String option, String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new CallFailedException(option + " " + text + ": expected e.g. 2026-11-20T00:00:00Z");
    }
  }
}
