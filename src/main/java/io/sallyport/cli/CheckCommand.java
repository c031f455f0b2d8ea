package io.sallyport.cli;

import io.sallyport.compile.CompileOptions;
import io.sallyport.istio.Problem;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.sallyport.source.FolderSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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
            "The same reading and compiling as `run`; nothing is started. One line a problem:"
                    + " file:line:column: severity: field: what is wrong (what was expected) [code].",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {"  0  would be accepted (there may be warnings)", "  1  would be refused", "  2  usage"})
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and folders of YAML or JSON.")
    private List<Path> paths = List.of();

    @Option(names = "--namespace", paramLabel = "NAME", description = "Namespace of the callers (default).")
    private String namespace = "default";

    @Option(names = "--gateways", paramLabel = "NAME,...", split = ",", description = "Gateways to act as (none).")
    private List<String> gateways = List.of();

    @Override
    public Integer call() {
        CompileOptions options = new CompileOptions(OutboundPolicy.REGISTRY_ONLY, namespace, Set.copyOf(gateways));
        ReloadReport report =
                new Configuration(new FolderSource(paths), options, Clock.systemUTC(), ignored -> {}).reload("check");
        PrintWriter out = spec.commandLine().getOut();
        report.problems().forEach(problem -> out.println(problem.line()));
        out.printf(
                "%s: %d resources, %d errors, %d warnings%n",
                report.accepted() ? "accepted" : "refused",
                report.resources(),
                report.count(Problem.Severity.ERROR),
                report.count(Problem.Severity.WARNING));
        out.flush();
        return report.accepted() ? ExitCode.OK : ExitCode.REFUSED;
    }
}
