package io.sallyport.app;

import io.sallyport.caller.CallerSource;
import io.sallyport.caller.CallersByAddress;
import io.sallyport.caller.CallersByProcess;
import io.sallyport.caller.KnownCaller;
import io.sallyport.caller.OwnWorkload;
import io.sallyport.caller.PodLabels;
import io.sallyport.caller.ProcFileSystem;
import io.sallyport.caller.ProxyUsers;
import io.sallyport.caller.WorkloadFacts;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.kubernetes.CallingPod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ways by which callers are found, in the order the settings name them. */
final class Callers {

    /** A way, as {@code --callers} names it. */
    enum Way {
        /** {@code Proxy-Authorization}, held against {@code --proxy-users}. */
        CREDENTIALS,
        /** The workload this process belongs to. */
        SELF,
        /** The source address, held against the cluster's pods. */
        ADDRESS,
        /** The process at the other end of a loopback connection. */
        PROCESS;

        static Way parse(String text) {
            try {
                return valueOf(text.strip().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--callers: " + text + " (expected: credentials, self, address or process)", e);
            }
        }
    }

    private Callers() {}

    /**
     * The sources; those of no use here are left out.
     *
     * @param pods who has an address, null for nobody known
     * @param closed what has to be closed in the end is added
     * @throws IllegalArgumentException when a setting or the file of users is not understood
     */
    static List<CallerSource> sources(
            Settings settings, Function<InetAddress, @Nullable KnownCaller> pods, List<AutoCloseable> closed) {
        List<CallerSource> sources = new ArrayList<>();
        for (String way : settings.callers()) {
            switch (Way.parse(way)) {
                case CREDENTIALS ->
                    settings.proxyUsers().ifPresent(file -> sources.add(users(file, settings.cluster())));
                case SELF -> sources.add(new OwnWorkload(facts(settings).labels()));
                case ADDRESS -> sources.add(new CallersByAddress(pods));
                case PROCESS -> {
                    ProcFileSystem table = new ProcFileSystem(Path.of("/proc"));
                    if (table.exists()) {
                        CallersByProcess processes = new CallersByProcess(
                                table::owners, OwnNamespace.ofCallers(settings), settings.cluster());
                        sources.add(processes);
                        closed.add(processes);
                    }
                }
            }
        }
        return sources;
    }

    /** Who calls, where a pod does. */
    static KnownCaller known(CallingPod pod, String cluster) {
        return new KnownCaller(
                new CallerLabels(
                        pod.workload(),
                        pod.canonicalService(),
                        pod.canonicalRevision(),
                        pod.namespace(),
                        pod.app(),
                        pod.version(),
                        "",
                        cluster),
                "pod " + pod.namespace() + "/" + pod.name());
    }

    /** Whether callers are to be found so. */
    static boolean areFoundBy(Way way, Settings settings) {
        return settings.callers().stream().map(Way::parse).anyMatch(way::equals);
    }

    private static CallerSource users(Path file, String cluster) {
        try {
            return ProxyUsers.read(file, cluster);
        } catch (IOException e) {
            throw new UncheckedIOException("--proxy-users " + file + ": " + e.getMessage(), e);
        }
    }

    /** The workload this process belongs to, where that is a way to find callers and is known. */
    static Optional<CallerLabels> own(Settings settings) {
        return areFoundBy(Way.SELF, settings) ? facts(settings).labels() : Optional.empty();
    }

    private static WorkloadFacts facts(Settings settings) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("SALLYPORT_NAMESPACE", OwnNamespace.ofCallers(settings));
        settings.workload().ifPresent(name -> environment.put("SALLYPORT_WORKLOAD", name));
        settings.app().ifPresent(name -> environment.put("SALLYPORT_APP", name));
        settings.revision().ifPresent(name -> environment.put("SALLYPORT_REVISION", name));
        settings.workloadNamespace().ifPresent(name -> environment.put("SALLYPORT_WORKLOAD_NAMESPACE", name));
        return new WorkloadFacts(environment, PodLabels.read(settings.podLabels()), settings.cluster());
    }
}
