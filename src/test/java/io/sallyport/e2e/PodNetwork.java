package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.e2e.Program.Ended;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A pod as the kernel sees it: a network of its own, and another one, of hosts that are elsewhere. Each test has its own
 * pair, which nothing else of the machine can reach.
 */
public final class PodNetwork implements AutoCloseable {

    /** Whose connections are not led anywhere, as Sallyport's. */
    public static final String PROXY_USER = "1337";

    public static final String APP_USER = "1338";

    /** Hosts outside; the pod reaches all of them. */
    public static final String BANK = "10.213.77.1";

    public static final String STRANGER = "10.213.77.3";
    public static final String PUBLIC = "203.0.113.1";
    public static final String BANK_SIX = "fd00:77::1";
    public static final String PUBLIC_SIX = "2001:db8::1";

    private static final Path SCRIPT = Path.of("k8s/components/transparent/capture.sh");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Program ip;
    private final String pod;
    private final String outside;
    private final List<Process> origins = new ArrayList<>();

    private PodNetwork(Program ip, String name) {
        this.ip = ip;
        this.pod = "sallyport-pod-" + name;
        this.outside = "sallyport-out-" + name;
    }

    /** Makes it; where that is not allowed, or a program for it is missing, the test is skipped. */
    public static PodNetwork create() throws IOException {
        Program.of("iptables", "iptables", "apt-get install iptables");
        Program.of("curl", "curl", "apt-get install curl");
        Program ip = Program.of("ip", "iproute2", "apt-get install iproute2", "-V");
        PodNetwork made = new PodNetwork(ip, ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
        Ended first = ip.end("netns", "add", made.pod);
        assumeTrue(first.exit() == 0, () -> "no network of its own can be made here: " + first.output());
        ip.run("netns", "add", made.outside);
        ip.run("link", "add", "pod0", "netns", made.pod, "type", "veth", "peer", "name", "out0", "netns", made.outside);
        made.addresses("pod0", made.pod, "10.213.77.2/24", "203.0.113.2/24", "fd00:77::2/64", "2001:db8::2/64");
        made.addresses(
                "out0",
                made.outside,
                BANK + "/24",
                STRANGER + "/24",
                PUBLIC + "/24",
                BANK_SIX + "/64",
                PUBLIC_SIX + "/64");
        return made;
    }

    private void addresses(String device, String namespace, String... addresses) throws IOException {
        for (String address : addresses) {
            // Without looking for others that have it, which takes a second.
            String[] unasked = address.contains(":") ? new String[] {"nodad"} : new String[0];
            ip.run(Stream.concat(Stream.of("-n", namespace, "addr", "add", address, "dev", device), Stream.of(unasked))
                    .toArray(String[]::new));
        }
        ip.run("-n", namespace, "link", "set", device, "up");
        ip.run("-n", namespace, "link", "set", "lo", "up");
    }

    /** Starts {@link NamespaceOrigin} on all addresses outside, with the store of a {@link TlsIdentity}. */
    public void startOrigin(Path keys) throws IOException {
        Process process = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        outside,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        "target/test-classes",
                        NamespaceOrigin.class.getName(),
                        keys.toString(),
                        TlsIdentity.PASSWORD,
                        BANK,
                        STRANGER,
                        PUBLIC,
                        BANK_SIX,
                        PUBLIC_SIX)
                .redirectErrorStream(true)
                .start();
        origins.add(process);
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(line).isEqualTo("listening");
    }

    /** Runs the init container's script, with what the manifest sets and these, such as {@code DIRECT=}. */
    public String capture(String... settings) throws IOException {
        return run(Stream.of(
                        Stream.of("env", "CAPTURE_PORT=15006", "CAPTURE_USER=" + PROXY_USER),
                        Stream.of(settings),
                        Stream.of("sh", SCRIPT.toString()))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    /** Runs something in the pod, as root; it must end well. */
    public String run(String... command) throws IOException {
        return ip.run(in(pod, command));
    }

    /** Runs something in the pod as that user, to its end. */
    public Ended end(String user, String... command) throws IOException {
        return ip.end(
                Stream.concat(as(user).stream().skip(1), Stream.of(command)).toArray(String[]::new));
    }

    /** What comes before a command to have it run in the pod as that user. */
    public List<String> as(String user) {
        return List.of("ip", "netns", "exec", pod, "setpriv", "--reuid", user, "--regid", user, "--clear-groups");
    }

    private static String[] in(String namespace, String... command) {
        return Stream.concat(Stream.of("netns", "exec", namespace), Stream.of(command))
                .toArray(String[]::new);
    }

    @Override
    public void close() {
        origins.forEach(Process::destroyForcibly);
        try {
            ip.end("netns", "del", pod);
            ip.end("netns", "del", outside);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
