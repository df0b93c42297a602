package dev.strowger.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** {@code strowger}: wires the subcommands and maps their ends to exit codes. */
@Command(
    name = "strowger",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    description = "Operates a Strowger gateway through its console.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:not done; the reason is on standard error",
      "2:the command line is wrong",
      "3:the gateway cannot be reached"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  STROWGER_CONSOLE_URL  where the console is (http://127.0.0.1:8090)",
      "  STROWGER_ADMIN_TOKEN  an operator's key or the admin token (else data/admin.token)",
      "  STROWGER_URL          where the apps' door is (http://127.0.0.1:8080)",
      "  STROWGER_API_KEY      an application's key (else the file data/demo.key)"
    })
public final class Strowger implements Callable<Integer> {
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int UNREACHABLE = 3;

  private final Terminal terminal;

  private Strowger(Terminal terminal) {
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(Terminal.of(System.getenv(), out, err), args);
    out.flush();
    System.exit(code);
  }

  /** Runs one command line and says how it ended. */
  static int run(Terminal terminal, String... args) {
    return commandLine(terminal).execute(args);
  }

  private static CommandLine commandLine(Terminal terminal) {
    CommandLine strowger =
        new CommandLine(new Strowger(terminal))
            .addSubcommand(new StatusCommand(terminal))
            .addSubcommand(new SqlCommand(terminal))
            .addSubcommand(new RequestCommand(terminal))
            .addSubcommand(
                new CommandLine(new PolicyCommand())
                    .addSubcommand(new PolicyCommand.Show(terminal))
                    .addSubcommand(new PolicyCommand.Validate(terminal))
                    .addSubcommand(new PolicyDiff(terminal))
                    .addSubcommand(new PolicyReplay(terminal))
                    .addSubcommand(new PolicyApply(terminal))
                    .addSubcommand(new PolicyCommand.History(terminal))
                    .addSubcommand(new PolicyRollback(terminal))
                    .addSubcommand(new PolicyExplain(terminal)))
            .addSubcommand(
                new CommandLine(new DecisionsCommand())
                    .addSubcommand(new DecisionsCommand.ListLast(terminal))
                    .addSubcommand(new DecisionsCommand.Show(terminal)))
            .addSubcommand(
                new CommandLine(new ExperimentsCommand())
                    .addSubcommand(new ExperimentsCommand.ListAll(terminal))
                    .addSubcommand(new ExperimentsCommand.Stop(terminal))
                    .addSubcommand(new ExperimentsCommand.Resume(terminal)))
            .addSubcommand(
                new CommandLine(new ShadowsCommand())
                    .addSubcommand(new ShadowsCommand.ListAll(terminal))
                    .addSubcommand(new ShadowsCommand.Show(terminal))
                    .addSubcommand(new ShadowsStart(terminal)))
            .addSubcommand("keys", KeysCommand.wired(terminal))
            .addSubcommand("tenants", AccountsCommand.wired(terminal, AccountsCommand.Kind.TENANTS))
            .addSubcommand("teams", AccountsCommand.wired(terminal, AccountsCommand.Kind.TEAMS))
            .addSubcommand(
                new CommandLine(new OperatorsCommand())
                    .addSubcommand(new OperatorsCommand.Create(terminal))
                    .addSubcommand(new OperatorsCommand.ListAll(terminal))
                    .addSubcommand(new OperatorsCommand.Revoke(terminal)))
            .addSubcommand(
                new CommandLine(new DeadLettersCommand())
                    .addSubcommand(new DeadLettersCommand.ListAll(terminal))
                    .addSubcommand(new DeadLettersCommand.Show(terminal))
                    .addSubcommand(new DeadLettersCommand.Redrive(terminal)))
            .addSubcommand(new EraseCommand(terminal))
            .addSubcommand(
                new CommandLine(new AuditCommand())
                    .addSubcommand(new AuditVerify(terminal))
                    .addSubcommand(new AuditExport(terminal))
                    .addSubcommand(new AuditCommand.Show(terminal)))
            .addSubcommand(new ReconcileCommand(terminal))
            .addSubcommand(RouterCommand.wired(terminal))
            .addSubcommand(new ChatCommand(terminal))
            .addSubcommand(new VersionCommand(terminal))
            .addSubcommand("generate-completion", new GenerateCompletion())
            .setOut(terminal.out())
            .setErr(terminal.err())
            .setExecutionExceptionHandler((failure, command, parsed) -> report(terminal, failure));
    explainEach(strowger);
    return strowger;
  }

  /** Every command below this one takes {@code --help}. */
  private static void explainEach(CommandLine above) {
    for (CommandLine command : above.getSubcommands().values()) {
      if (command.getCommandSpec().findOption("--help") == null) {
        command
            .getCommandSpec()
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help and end.")
                    .build());
      }
      explainEach(command);
    }
  }

  @Override
  public Integer call() {
    new CommandLine(this).usage(terminal.err());
    return USAGE;
  }

  private static int report(Terminal terminal, Exception failure) throws Exception {
    return switch (failure) {
      case UnreachableException e -> {
        terminal.err().println("strowger: " + e.getMessage());
        yield UNREACHABLE;
      }
      case CallFailedException e -> {
        terminal.err().println("strowger: " + e.getMessage());
        yield FAILED;
      }
      default -> throw failure;
    };
  }
}
