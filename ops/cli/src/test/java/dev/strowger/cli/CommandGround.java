package dev.strowger.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Ground of the tests: a server that plays console and apps' door, and a terminal to look at. */
class CommandGround {
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final Map<String, String> environment = new HashMap<>();

  @TempDir Path root;
  CannedServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = new CannedServer();
    environment.put("STROWGER_CONSOLE_URL", server.url());
    environment.put("STROWGER_URL", server.url());
    environment.put("STROWGER_ADMIN_TOKEN", "the-token");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  int run(String... args) {
    PrintWriter outWriter = new PrintWriter(out);
    PrintWriter errWriter = new PrintWriter(err);
    int code = Strowger.run(new Terminal(environment, root, outWriter, errWriter), args);
    outWriter.flush();
    errWriter.flush();
    return code;
  }
}
