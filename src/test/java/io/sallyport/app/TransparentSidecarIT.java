package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.PodNetwork;
import io.sallyport.e2e.Program;
import io.sallyport.e2e.Program.Ended;
import io.sallyport.e2e.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    private static final String BANK = PodNetwork.BANK;
    private static final String STRANGER = PodNetwork.STRANGER;
    private static final String TIMEOUT = "1";

    @TempDir
    static Path folder;

    private static @Nullable PodNetwork network;
    private static @Nullable Packaged sidecar;
    private static @Nullable TlsIdentity identity;

    @BeforeAll
    static void startPod() throws Exception {
        network = PodNetwork.create();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        identity = TlsIdentity.create(folder, "bank.example", "other.example");
        network.startOrigin(folder.resolve("bank.example.p12"));
        network.capture("DIRECT=");
        sidecar = startSidecar();
    }

    @AfterAll
    static void endPod() {
        if (sidecar != null) {
            sidecar.close();
        }
        if (network != null) {
            network.close();
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
            pod("iptables", "-w", "-A", "LEAVE", "-m", "owner", "--uid-owner", PodNetwork.PROXY_USER, "-j", "RETURN");
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
    void aCallOverIpv6IsLedThereToo() throws Exception {
        assertThat(curl("-6", "http://bank.example/rates").output()).isEqualTo(BANK + " via 1.1 sallyport 200");
        assertThat(curl("-6", "https://bank.example/rates").output()).isEqualTo(BANK + " via null 200");
        assertThat(curl("-6", "http://other.example/").output())
                .contains("host-not-listed")
                .endsWith(" 403");
    }

    /** As with a sidecar that runs as another user than the script was told; to a host it has no connections to yet. */
    @Test
    void itsOwnConnectionsThatAreLedBackAreRefusedInsteadOfGoingRound() throws Exception {
        try {
            network().capture("DIRECT=", "CAPTURE_USER=9999");

            assertThat(curl("http://quiet.example/").output())
                    .contains("loop-detected")
                    .endsWith(" 508");
            assertThat(curl("https://quiet.example/").exit())
                    .as("curl's code for a handshake that failed")
                    .isEqualTo(35);
        } finally {
            network().capture("DIRECT=");
        }
    }

    /** The body, a space, the status. */
    private static Ended curl(String... arguments) throws IOException {
        String[] settings = {
            "curl",
            "-sS",
            "-m",
            "15",
            "-w",
            " %{http_code}",
            "--cacert",
            identity().certificatePem().toString(),
            "--resolve",
            "bank.example:80:" + BANK + "," + PodNetwork.BANK_SIX,
            "--resolve",
            "bank.example:443:" + BANK + "," + PodNetwork.BANK_SIX,
            "--resolve",
            "other.example:80:" + STRANGER + "," + PodNetwork.PUBLIC_SIX,
            "--resolve",
            "other.example:443:" + STRANGER,
            "--resolve",
            "quiet.example:80:" + STRANGER,
            "--resolve",
            "quiet.example:443:" + STRANGER
        };
        return network()
                .end(
                        PodNetwork.APP_USER,
                        Stream.concat(Stream.of(settings), Stream.of(arguments)).toArray(String[]::new));
    }

    private static void pod(String... command) throws IOException {
        network().run(command);
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
                kind: ServiceEntry
                metadata: {name: quiet}
                spec:
                  hosts: [quiet.example]
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
                """.formatted(BANK, STRANGER, TIMEOUT));
        Packaged started = Packaged.start(
                network().as(PodNetwork.PROXY_USER),
                copy,
                "run",
                "--config=" + config,
                "--port=0",
                "--capture-port=15006",
                "--admin-port=0",
                "--health-port=0",
                "--access-log=off",
                "--allow-address=10.213.77.0/24,fd00:77::/64");
        started.port();
        return started;
    }

    private static PodNetwork network() {
        return Objects.requireNonNull(network, "not started");
    }

    private static TlsIdentity identity() {
        return Objects.requireNonNull(identity, "not started");
    }
}
