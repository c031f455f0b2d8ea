package io.sallyport.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sallyport demo}: the currency example, played live, without any network. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        header = "Play the currency example live; no network needed.",
        description = {
            "",
            "Starts Sallyport on two YAML files, a stub of the European Central Bank whose latency and failures"
                    + " can be turned, and a little caller that asks it for exchange rates: fast, too slow, failing,"
                    + " and of a host that is denied. Prints what happens and what to try. Ends on Ctrl-C.",
            ""
        })
final class DemoCommand implements Callable<Integer> {

    private final ApplicationStarter starter;

    @Option(names = "--port", paramLabel = "PORT", description = "Outbound port (15001; 0: any free one).")
    private @Nullable Integer port;

    @Option(names = "--admin-port", paramLabel = "PORT", description = "Admin port (15000).")
    private @Nullable Integer adminPort;

    @Option(names = "--health-port", paramLabel = "PORT", description = "Health and metrics port (15020).")
    private @Nullable Integer healthPort;

    @Option(names = "--bank-port", paramLabel = "PORT", description = "Port of the bank's stub (15090).")
    private int bankPort = 15090;

    @Option(names = "--rounds", paramLabel = "N", description = "End after so many rounds (0: on Ctrl-C).")
    private int rounds;

    DemoCommand(ApplicationStarter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() {
        Flags.set("port", port);
        Flags.set("admin-port", adminPort);
        Flags.set("health-port", healthPort);
        // The shop's checkout calls from within this process: as a process it would be ourselves.
        Flags.set("workload", "checkout");
        Flags.set("app", "checkout");
        Flags.set("revision", "v1");
        Flags.set("workload-namespace", "shop");
        Flags.set("demo.bank-port", bankPort);
        Flags.set("demo.rounds", rounds);
        return starter.start(ApplicationStarter.Role.DEMO);
    }
}
