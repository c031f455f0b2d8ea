package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.PodNetwork;
import io.sallyport.e2e.Program;
import io.sallyport.e2e.Program.Ended;
import io.sallyport.e2e.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the script of a transparent sidecar's init container leads where, tried with packets. Where a connection is led
 * there is nobody in these tests, so that it is refused.
 */
@Timeout(120)
class CaptureScriptTest {

    /** curl's code for a connection that was refused. */
    private static final int REFUSED = 7;

    @TempDir
    static Path folder;

    private @Nullable PodNetwork network;

    @BeforeAll
    static void createKeys() {
        TlsIdentity.create(folder, "bank.example");
    }

    @BeforeEach
    void start() throws Exception {
        network = PodNetwork.create();
        network.startOrigin(folder.resolve("bank.example.p12"));
    }

    @AfterEach
    void end() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void webPortsAreLedAwayAndOthersAreNot() throws Exception {
        network().capture();

        assertThat(curl("http://203.0.113.1/").exit()).isEqualTo(REFUSED);
        assertThat(curl("https://203.0.113.1/").exit()).isEqualTo(REFUSED);
        assertThat(curl("http://203.0.113.1:8080/").output()).startsWith("203.0.113.1 ");
    }

    @Test
    void soTheyAreOverIpv6() throws Exception {
        network().capture();

        assertThat(curl("http://[2001:db8::1]/").exit()).isEqualTo(REFUSED);
        assertThat(curl("http://[2001:db8::1]:8080/").output()).startsWith("2001:db8:0:0:0:0:0:1 ");
    }

    @Test
    void whatIsWithinTheClusterIsCalledDirectly() throws Exception {
        network().capture();

        assertThat(curl("http://" + PodNetwork.BANK + "/").output()).startsWith(PodNetwork.BANK);
        assertThat(curl("http://[fd00:77::1]/").output()).startsWith("fd00:77:0:0:0:0:0:1 ");
    }

    @Test
    void whichRangesThatAreCanBeTold() throws Exception {
        network().capture("DIRECT=" + PodNetwork.STRANGER + "/32 2001:db8::/32");

        assertThat(curl("http://" + PodNetwork.STRANGER + "/").output()).startsWith(PodNetwork.STRANGER);
        assertThat(curl("http://[2001:db8::1]/").output()).startsWith("2001:db8:0:0:0:0:0:1 ");
        assertThat(curl("http://" + PodNetwork.BANK + "/").exit()).isEqualTo(REFUSED);
        assertThat(curl("http://[fd00:77::1]/").exit()).isEqualTo(REFUSED);
    }

    @Test
    void whichPortsAreLedCanBeTold() throws Exception {
        network().capture("PORTS=8080");

        assertThat(curl("http://203.0.113.1/").output()).startsWith("203.0.113.1 ");
        assertThat(curl("http://203.0.113.1:8080/").exit()).isEqualTo(REFUSED);
    }

    @Test
    void theProxysOwnConnectionsPass() throws Exception {
        network().capture();

        assertThat(network()
                        .end(PodNetwork.PROXY_USER, "curl", "-sS", "http://203.0.113.1/")
                        .output())
                .startsWith("203.0.113.1 ");
    }

    @Test
    void udpToWebPortsIsRefusedSoThatNoHttp3GoesAround() throws Exception {
        Program.of("bash", "bash", "apt-get install bash");
        assertThat(echo("203.0.113.1", 443)).as("before").isEqualTo("hello");
        network().capture();

        assertThat(echo("203.0.113.1", 443)).contains("refused");
        assertThat(echo("2001:db8::1", 443)).contains("refused");
        assertThat(echo("203.0.113.1", 5353)).isEqualTo("hello");
    }

    @Test
    void runAgainItComesToTheSame() throws Exception {
        network().capture();
        List<String> once = rules();
        network().capture();

        assertThat(rules()).isEqualTo(once).hasSizeGreaterThan(8);
    }

    @Test
    void aRuleThatCannotBeMadeEndsItSoThatThePodDoesNotStart() throws Exception {
        Ended ended = network().end("0", "env", "PORTS=none", "sh", "k8s/components/transparent/capture.sh");

        assertThat(ended.exit()).isNotZero();
        assertThat(ended.output()).contains("none");
    }

    private List<String> rules() throws IOException {
        return (network().run("iptables-save") + network().run("ip6tables-save"))
                .lines()
                .filter(line -> line.startsWith("-A"))
                .toList();
    }

    private Ended curl(String url) throws IOException {
        return network().end(PodNetwork.APP_USER, "curl", "-sS", "-k", "-m", "10", url);
    }

    /** What comes back of a datagram that says hello, or why none does. */
    private String echo(String address, int port) throws IOException {
        String script = "exec 3<>/dev/udp/" + address + "/" + port
                + "; echo hello >&3; echo hello >&3; timeout 5 head -n 1 <&3";
        return network()
                .end(PodNetwork.APP_USER, "env", "LC_ALL=C", "bash", "-c", script)
                .output()
                .strip();
    }

    private PodNetwork network() {
        return Objects.requireNonNull(network, "not started");
    }
}
