package io.sallyport.cli;

import io.sallyport.cli.check.CheckInput;
import io.sallyport.cli.check.CheckReport;
import io.sallyport.cli.check.Checker;
import io.sallyport.cli.check.OutputFormat;
import io.sallyport.cli.check.Paint;
import io.sallyport.compile.CompileOptions;
import io.sallyport.policy.OutboundPolicy;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sallyport check}: compiles files and reports all that is wrong with them, without starting anything. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        header = "Compile files and report every problem in them.",
        description = {
            "",
            "The same reading and compiling as `run`; nothing is started. All paths together are one configuration.",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  would be accepted; there may be warnings, unless --strict",
            "  1  would be refused: an error, a path that cannot be read,",
            "     or with --strict a warning",
            "  2  usage",
            "",
            "Examples:",
            "  sallyport check ./egress                  what is wrong with these files?",
            "  sallyport check --strict -q ./egress      for a pre-commit hook",
            "  sallyport check -o sarif ./egress         for code scanning",
            "  kubectl get se,vs,dr -A -o yaml | sallyport check -"
        })
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "Files and folders of YAML or JSON; - is standard input.")
    private List<Path> paths = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text, line (one a problem), json or sarif (text).")
    private OutputFormat format = OutputFormat.TEXT;

    @Option(names = "--strict", description = "Warnings fail the check too.")
    private boolean strict;

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing but what fails the check (text, line).")
    private boolean quiet;

    @Option(names = "--coverage", description = "A table of the fields used and what becomes of each (text).")
    private boolean coverage;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto, always or never (auto: on a terminal, as NO_COLOR, CLICOLOR_FORCE and TERM allow).")
    private Paint.Choice color = Paint.Choice.AUTO;

    @Option(
            names = "--outbound-policy",
            paramLabel = "POLICY",
            description = "As in `run`: ${COMPLETION-CANDIDATES} (what MeshConfig says, else REGISTRY_ONLY).")
    private @Nullable OutboundPolicy outboundPolicy;

    @Option(names = "--namespace", paramLabel = "NAME", description = "Namespace of the callers (default).")
    private String namespace = "default";

    @Option(
            names = "--gateways",
            paramLabel = "NAME",
            split = ",",
            description = "Gateways to act as, with commas (none).")
    private List<String> gateways = List.of();

    @Option(
            names = "--credentials",
            paramLabel = "PATH",
            description = "As in `run`: a folder with a folder for each credentialName (none).")
    private @Nullable Path credentials;

    @Option(
            names = "--workload-labels",
            paramLabel = "NAME=VALUE,...",
            split = ",",
            description = "Labels of the callers, for workloadSelector and sourceLabels (unknown).")
    private Map<String, String> workloadLabels = Map.of();

    @Override
    public Integer call() {
        CompileOptions options =
                new CompileOptions(outboundPolicy, namespace, Set.copyOf(gateways), "", credentials, workloadLabels);
        CheckReport report = Checker.check(CheckInput.read(paths, System.in), options, strict);
        PrintWriter out = spec.commandLine().getOut();
        out.print(format.write(
                report,
                new OutputFormat.Details(quiet, coverage),
                color.paint(System.getenv(), isTerminal()),
                Version.number()));
        out.flush();
        return report.exitCode();
    }

    /** The JDK's default console is absent without a terminal, those of other modules tell when asked. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
