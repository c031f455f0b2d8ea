package io.sallyport.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code sallyport}: lists its subcommands, and takes {@code run} for granted. */
@Command(
        name = "sallyport",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "A guarded exit: lets calls reach only the hosts your ServiceEntries list.",
        description = {
            "",
            "Reads Istio's ServiceEntry, VirtualService and DestinationRule, unmodified, and enforces them"
                    + " on outbound traffic: allow-list, timeouts and retries. What it denies, it explains.",
            "",
            "Without a command, @|bold run|@ is meant."
        },
        synopsisSubcommandLabel = "[run | check | explain | ca | demo]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport demo                                see it work, no network needed",
            "  sallyport --config ./egress                   guard with the files of a folder",
            "  curl -x http://localhost:15001 http://host/   send a call through it",
            "  sallyport check ./egress                      what is wrong with these files?",
            "  sallyport explain http://host/ --config ./egress   why is it sent there, or denied?",
            "",
            "Ports: 15001 outbound, 15000 admin (loopback only), 15020 health and metrics.",
            "Exit codes: 0 well, 1 refused (bad configuration, port in use), 2 usage."
        },
        subcommands = {RunCommand.class, CheckCommand.class, ExplainCommand.class, CaCommand.class, DemoCommand.class})
public final class SallyportCommand {

    private SallyportCommand() {}

    /**
     * Runs the command line.
     *
     * @return the exit code, see {@link ExitCode}
     */
    public static int execute(ApplicationStarter starter, String... arguments) {
        CommandLine commands = commands(starter);
        return commands.execute(withDefault(commands, arguments));
    }

    /** The commands, before any of them runs. */
    static CommandLine commands(ApplicationStarter starter) {
        return new CommandLine(new SallyportCommand(), new CommandFactory(starter))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Puts {@code run} in front where the first word is no command, nor a wish for help. */
    private static String[] withDefault(CommandLine commands, String... arguments) {
        List<String> own = List.of("-h", "--help", "-V", "--version");
        boolean named = arguments.length > 0
                && (own.contains(arguments[0]) || commands.getSubcommands().containsKey(arguments[0]));
        return named
                ? arguments
                : Stream.concat(Stream.of("run"), Arrays.stream(arguments)).toArray(String[]::new);
    }
}
