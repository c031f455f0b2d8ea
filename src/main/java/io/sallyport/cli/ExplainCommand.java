package io.sallyport.cli;

import io.sallyport.admin.api.NarrativeJson;
import io.sallyport.compile.CompileOptions;
import io.sallyport.explain.DecisionNarrator;
import io.sallyport.explain.GivenRequest;
import io.sallyport.explain.Narrative;
import io.sallyport.istio.Problem;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.sallyport.source.FolderSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sallyport explain}: tells what would become of a request, step by step, without sending anything. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        header = "Tell what would become of a request, step by step, without sending it.",
        description = {
            "",
            "Which ServiceEntry and port, which route and why not the earlier ones, where to, with which"
                    + " timeouts, retries, TLS and header changes. Names are not resolved.",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  would be sent, or answered by a route",
            "  1  would be denied",
            "  2  usage",
            "  3  the configuration would be refused; `sallyport check` says why",
            "",
            "Example: sallyport explain GET http://api.example/v1 -H 'x-team: a' --config ./egress"
        })
final class ExplainCommand implements Callable<Integer> {

    /** How the story is written. */
    enum Format {
        TEXT,
        JSON
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "[METHOD] URL",
            arity = "1..2",
            description = "What to ask for; https:// is told as the CONNECT that clients send. The method is GET.")
    private List<String> request = List.of();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header of the request; repeatable.")
    private List<String> headers = List.of();

    @Option(
            names = "--config",
            paramLabel = "PATH",
            required = true,
            description = "A file or folder of YAML or JSON; repeatable.")
    private List<Path> paths = List.of();

    @Option(names = "--namespace", paramLabel = "NAME", description = "Namespace of the callers (default).")
    private String namespace = "default";

    @Option(names = "--gateways", paramLabel = "NAME,...", split = ",", description = "Gateways to act as (none).")
    private List<String> gateways = List.of();

    @Option(
            names = "--credentials",
            paramLabel = "PATH",
            description = "A folder with a folder for each credentialName, as in `run` (none).")
    private @Nullable Path credentials;

    @Option(
            names = "--outbound-policy",
            paramLabel = "POLICY",
            description =
                    "${COMPLETION-CANDIDATES}: deny unlisted hosts, or let them through (what MeshConfig says, else REGISTRY_ONLY).")
    private @Nullable OutboundPolicy outboundPolicy;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (TEXT).")
    private Format format = Format.TEXT;

    @Option(
            names = "--workload-labels",
            paramLabel = "NAME=VALUE,...",
            split = ",",
            description = "Labels of the callers, for workloadSelector and sourceLabels (unknown).")
    private Map<String, String> workloadLabels = Map.of();

    @Override
    public Integer call() {
        GivenRequest given = given();
        CompileOptions options =
                new CompileOptions(outboundPolicy, namespace, Set.copyOf(gateways), "", credentials, workloadLabels);
        Configuration configuration =
                new Configuration(new FolderSource(paths), options, Clock.systemUTC(), ignored -> {});
        ReloadReport report = configuration.reload("explain");
        if (!report.accepted()) {
            PrintWriter err = spec.commandLine().getErr();
            report.problems().stream()
                    .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                    .forEach(problem -> err.println(problem.line()));
            err.flush();
            return ExitCode.CONFIGURATION;
        }
        Narrative narrative =
                new DecisionNarrator().tell(configuration.current().snapshot(), given);
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (format) {
                    case TEXT -> NarrativeText.of(narrative);
                    case JSON -> NarrativeJson.of(narrative).encodePrettily() + "\n";
                });
        out.flush();
        return narrative.isDenied() ? ExitCode.REFUSED : ExitCode.OK;
    }

    private GivenRequest given() {
        String method = request.size() == 2 ? request.getFirst().toUpperCase(Locale.ROOT) : "GET";
        try {
            return GivenRequest.of(
                    method,
                    request.getLast(),
                    headers.stream().map(GivenRequest.Field::parse).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
