package io.sallyport.cli;

import io.sallyport.authority.NewAuthority;
import io.sallyport.compile.CompileOptions;
import io.sallyport.istio.Problem;
import io.sallyport.policy.InterceptedHosts;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.sallyport.source.FolderSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sallyport ca init}: makes an authority, limited to the hosts it is for. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        header = "Make a certificate authority: DIR/ca.crt for all, DIR/ca.key for Sallyport alone.",
        description = {
            "",
            "Whoever has the key can pretend to be any host it may vouch for, to all who trust it."
                    + " So name the hosts, by --permit or --from-config: a domain stands for all below it, and"
                    + " addresses that are not named are excluded. Files that are there are never overwritten.",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  made",
            "  1  a file is there already or cannot be written, or the configuration",
            "     intercepts no host",
            "  2  usage",
            "  3  the configuration would be refused; `sallyport check` says why",
            "",
            "Example: sallyport ca init --out ./ca --from-config ./egress"
        })
final class CaInitCommand implements Callable<Integer> {

    private static final int MOST_DAYS = 3_650;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the files go; made if missing (.).")
    private Path folder = Path.of(".");

    @Option(names = "--name", paramLabel = "NAME", description = "Its name, as trust stores show it (Sallyport CA).")
    private String name = "Sallyport CA";

    @Option(names = "--days", paramLabel = "N", description = "How long it is valid, 1 to 3650 (365).")
    private int days = 365;

    @Option(
            names = "--permit",
            paramLabel = "DOMAIN,...",
            split = ",",
            description = "For whom it may vouch: domains, addresses, CIDR ranges; repeatable (all).")
    private List<String> permitted = List.of();

    @Option(
            names = "--from-config",
            paramLabel = "PATH",
            description = "The hosts that these files say to intercept may be vouched for; repeatable.")
    private List<Path> config = List.of();

    @Option(names = "--namespace", paramLabel = "NAME", description = "Namespace of the callers (default).")
    private String namespace = "default";

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new ParameterException(spec.commandLine(), "--days: " + days + " (expected: 1 to 3650)");
        }
        List<String> names = new ArrayList<>(permitted);
        if (!config.isEmpty()) {
            List<String> intercepted = intercepted();
            if (intercepted == null) {
                return ExitCode.CONFIGURATION;
            }
            if (intercepted.isEmpty()) {
                return refuse("no ServiceEntry says sallyport.io/https: intercept, so there is nothing to vouch for");
            }
            names.addAll(intercepted);
        }
        return make(names);
    }

    private int make(List<String> names) {
        NewAuthority made;
        try {
            made = NewAuthority.create(name, Duration.ofDays(days), names, Instant.now());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        AuthorityFolder files = new AuthorityFolder(folder);
        try {
            files.write(made);
        } catch (FileAlreadyExistsException e) {
            return refuse(e.getFile() + ": there already, and left as it is");
        } catch (IOException e) {
            return refuse("cannot write to " + folder + ": " + e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(files.certificate() + "  for everyone who is to trust it (sallyport ca export)");
        out.println(files.key() + "  for Sallyport alone: keep it secret");
        out.println("may vouch for: "
                + (names.isEmpty() ? "every host (limit it with --permit)" : String.join(", ", names)));
        out.println("sallyport run --ca-certificate " + files.certificate() + " --ca-key " + files.key() + " ...");
        out.flush();
        return ExitCode.OK;
    }

    /** Null where the configuration would be refused, which is told. */
    private @Nullable List<String> intercepted() {
        CompileOptions options = new CompileOptions(null, namespace, Set.of());
        Configuration configuration =
                new Configuration(new FolderSource(config), options, Clock.systemUTC(), ignored -> {});
        ReloadReport report = configuration.reload("ca init");
        if (report.accepted()) {
            return InterceptedHosts.of(configuration.current().snapshot());
        }
        PrintWriter err = spec.commandLine().getErr();
        report.problems().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .forEach(problem -> err.println(problem.line()));
        err.flush();
        return null;
    }

    private int refuse(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(why);
        err.flush();
        return ExitCode.REFUSED;
    }
}
