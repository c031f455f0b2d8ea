package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.e2e.Program;
import io.sallyport.e2e.Program.Ended;
import io.sallyport.e2e.TlsIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pod as the kernel sees it: a network of its own, whose ports 80 and 443 the init container's script leads to Sallyport,
 * an app that knows of no proxy, and hosts that are elsewhere.
 */
@Timeout(240)
class TransparentSidecarIT {

    private static final Path SCRIPT = Path.of("k8s/components/transparent/capture.sh");
    private static final String PROXY_USER = "1337";
    private static final String APP_USER = "1338";
    private static final String POD_ADDRESS = "10.213.77.2";
    private static final String BANK = "10.213.77.1";
    private static final String STRANGER = "10.213.77.3";
    private static final String POD = "sallyport-pod-" + ProcessHandle.current().pid();
    private static final String OUTSIDE =
            "sallyport-out-" + ProcessHandle.current().pid();
    private static final String TIMEOUT = "1";

    @TempDir
    static Path folder;

    private static @Nullable Program ip;
    private static @Nullable Process origin;
    private static @Nullable Packaged sidecar;
    private static @Nullable TlsIdentity identity;

    @BeforeAll
    static void startPod() throws Exception {
        Program.of("iptables", "iptables", "apt-get install iptables");
        Program.of("curl", "curl", "apt-get install curl");
        ip = Program.of("ip", "iproute2", "apt-get install iproute2", "-V");
        Ended first = ip.end("netns", "add", POD);
        assumeTrue(first.exit() == 0, () -> "no network of its own can be made here: " + first.output());
        ip.run("netns", "add", OUTSIDE);
        ip.run("link", "add", "pod0", "netns", POD, "type", "veth", "peer", "name", "out0", "netns", OUTSIDE);
        address(POD, POD_ADDRESS, "pod0");
        address(OUTSIDE, BANK, "out0");
        address(OUTSIDE, STRANGER, "out0");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        identity = TlsIdentity.create(folder, "bank.example", "other.example");
        origin = startOrigin();
        capture();
        sidecar = startSidecar();
    }

    @AfterAll
    static void endPod() throws IOException {
        if (sidecar != null) {
            sidecar.close();
        }
        if (origin != null) {
            origin.destroyForcibly();
        }
        if (ip != null) {
            ip.end("netns", "del", POD);
            ip.end("netns", "del", OUTSIDE);
        }
    }

    @Test
    void aListedHostIsReachedByWayOfTheSidecar() throws Exception {
        assertThat(curl("http://bank.example/rates").output()).isEqualTo(BANK + " via 1.1 sallyport 200");
    }

    @Test
    void theTimeoutOfItsRouteHolds() throws Exception {
        assertThat(curl("http://bank.example/silent").output())
                .contains("request-timeout")
                .endsWith(" 504");
    }

    @Test
    void aTryThatFailsIsRepeated() throws Exception {
        assertThat(curl("http://bank.example/flaky").output()).endsWith(" 200");
    }

    @Test
    void itsHttpsGoesThroughToTheServerThatTheAppVerifies() throws Exception {
        assertThat(curl("https://bank.example/rates").output()).isEqualTo(BANK + " via null 200");
    }

    @Test
    void aHostThatIsNotListedIsDeniedWithTheReason() throws Exception {
        assertThat(curl("http://other.example/").output())
                .contains("host-not-listed", "kind: ServiceEntry")
                .endsWith(" 403");
        Ended https = curl("https://other.example/");
        assertThat(https.exit()).as("curl's code for a handshake that failed").isEqualTo(35);
        assertThat(https.output()).contains("access denied");
    }

    @Test
    void aListedNameLeadsToNoOtherAddress() throws Exception {
        assertThat(curl("-H", "Host: bank.example", "http://" + STRANGER + "/").output())
                .startsWith(BANK + " via ");
    }

    @Test
    void otherPortsAreClosedByAPolicyAndOpenWithout() throws Exception {
        String direct = "http://" + BANK + ":8080/";
        try {
            // What a node's policy cannot tell apart, the pod's own rules can: the app and the sidecar.
            pod("iptables", "-w", "-N", "LEAVE");
            pod("iptables", "-w", "-A", "LEAVE", "-d", "127.0.0.0/8", "-j", "RETURN");
            pod("iptables", "-w", "-A", "LEAVE", "-o", "lo", "-j", "RETURN");
            pod("iptables", "-w", "-A", "LEAVE", "-m", "owner", "--uid-owner", PROXY_USER, "-j", "RETURN");
            pod("iptables", "-w", "-A", "LEAVE", "-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset");
            pod("iptables", "-w", "-A", "OUTPUT", "-j", "LEAVE");

            assertThat(curl(direct).exit()).as("curl's code for no connection").isEqualTo(7);
            assertThat(curl("http://bank.example/rates").output()).endsWith(" 200");
        } finally {
            pod("iptables", "-w", "-D", "OUTPUT", "-j", "LEAVE");
            pod("iptables", "-w", "-F", "LEAVE");
            pod("iptables", "-w", "-X", "LEAVE");
        }
        assertThat(curl(direct).output()).isEqualTo(BANK + " via null 200");
    }

    @Test
    void theScriptMayRunTwice() throws Exception {
        String once = pod("iptables-save", "-t", "nat");
        capture();

        assertThat(rules(pod("iptables-save", "-t", "nat"))).isEqualTo(rules(once));
        assertThat(curl("http://bank.example/rates").output()).endsWith(" 200");
    }

    private static List<String> rules(String saved) {
        return saved.lines().filter(line -> line.startsWith("-A")).toList();
    }

    /** The body, a space, the status. */
    private static Ended curl(String... arguments) throws IOException {
        String[] settings = {
            "netns",
            "exec",
            POD,
            "setpriv",
            "--reuid",
            APP_USER,
            "--regid",
            APP_USER,
            "--clear-groups",
            "curl",
            "-sS",
            "-m",
            "15",
            "-w",
            " %{http_code}",
            "--cacert",
            identity().certificatePem().toString(),
            "--resolve",
            "bank.example:80:" + BANK,
            "--resolve",
            "bank.example:443:" + BANK,
            "--resolve",
            "other.example:80:" + STRANGER,
            "--resolve",
            "other.example:443:" + STRANGER
        };
        return program()
                .end(Stream.concat(Stream.of(settings), Stream.of(arguments)).toArray(String[]::new));
    }

    private static String pod(String... command) throws IOException {
        return program()
                .run(Stream.concat(Stream.of("netns", "exec", POD), Stream.of(command))
                        .toArray(String[]::new));
    }

    private static void address(String namespace, String address, String device) throws IOException {
        program().run("-n", namespace, "addr", "add", address + "/24", "dev", device);
        program().run("-n", namespace, "link", "set", device, "up");
        program().run("-n", namespace, "link", "set", "lo", "up");
    }

    private static void capture() throws IOException {
        pod("env", "CAPTURE_PORT=15006", "CAPTURE_USER=" + PROXY_USER, "DIRECT=", "sh", SCRIPT.toString());
    }

    private static Process startOrigin() throws IOException {
        Process process = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        OUTSIDE,
                        java(),
                        "-cp",
                        "target/test-classes",
                        NamespaceOrigin.class.getName(),
                        folder.resolve("bank.example.p12").toString(),
                        "only-for-tests",
                        BANK,
                        STRANGER)
                .redirectErrorStream(true)
                .start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(line).isEqualTo("listening");
        return process;
    }

    private static Packaged startSidecar() throws Exception {
        // Where the build is, another user may not look.
        Path copy = folder.resolve("app");
        Program.of("cp", "coreutils", "apt-get install coreutils")
                .run("-r", Packaged.application().toString(), copy.toString());
        Path config = Files.writeString(folder.resolve("bank.yaml"), """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  resolution: STATIC
                  ports:
                  - {number: 80, name: http, protocol: HTTP}
                  - {number: 443, name: https, protocol: HTTPS}
                  endpoints: [{address: %s}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                  - timeout: %ss
                    retries: {attempts: 1, retryOn: 5xx}
                    route: [{destination: {host: bank.example}}]
                """.formatted(BANK, TIMEOUT));
        Packaged started = Packaged.start(
                List.of(
                        "ip",
                        "netns",
                        "exec",
                        POD,
                        "setpriv",
                        "--reuid",
                        PROXY_USER,
                        "--regid",
                        PROXY_USER,
                        "--clear-groups"),
                copy,
                "run",
                "--config=" + config,
                "--port=0",
                "--capture-port=15006",
                "--admin-port=0",
                "--health-port=0",
                "--access-log=off",
                "--allow-address=10.213.77.0/24");
        started.port();
        return started;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Program program() {
        return Objects.requireNonNull(ip, "not started");
    }

    private static TlsIdentity identity() {
        return Objects.requireNonNull(identity, "not started");
    }
}
