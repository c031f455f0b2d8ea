package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.sallyport.e2e.RunningGateway;
import io.sallyport.e2e.TlsAuthority;
import io.sallyport.exchange.Exchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** grpc-java with its setting for proxies, {@code proxyDetector}: by CONNECT, and we see a tunnel. */
class GrpcTunnelTest {

    @TempDir
    static Path folder;

    @Test
    void callsGoThroughATunnelToAPortOfHttps() throws Exception {
        TlsAuthority authority = TlsAuthority.create(folder, "authority");
        ChannelCredentials trust = TlsChannelCredentials.newBuilder()
                .trustManager(authority.certificatePem().toFile())
                .build();
        try (TextServer server = TextServer.startTls(authority.issue("dns:bank.example"));
                RunningGateway running = RunningGateway.of(yaml(server, 443, "HTTPS"))) {
            Exchange tunnel = talk(running, trust, "bank.example:443");

            assertThat(tunnel.head().method()).isEqualTo("CONNECT");
            assertThat(tunnel.status).isEqualTo(200);
        }
    }

    @Test
    void callsGoThroughATunnelToAPortOfTcp() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, 9000, "TCP"))) {
            Exchange tunnel = talk(running, InsecureChannelCredentials.create(), "bank.example:9000");

            assertThat(tunnel.head().method()).isEqualTo("CONNECT");
            assertThat(tunnel.status).isEqualTo(200);
        }
    }

    /** One call, with many turns; what became of the tunnel. */
    private static Exchange talk(RunningGateway running, ChannelCredentials credentials, String target)
            throws Exception {
        ManagedChannel channel = channel(running, credentials, target);
        try {
            Replies replies = new Replies();
            StreamObserver<String> requests = ClientCalls.asyncBidiStreamingCall(
                    channel.newCall(TextCalls.CONVERSE, CallOptions.DEFAULT), replies);
            for (int turn = 0; turn < 50; turn++) {
                requests.onNext("question " + turn);
                assertThat(replies.next()).isEqualTo("re: question " + turn);
            }
            requests.onCompleted();
            assertThat(replies.end()).isEqualTo(Status.OK);
        } finally {
            channel.shutdown();
        }
        return running.ended();
    }

    @Test
    void callsInATunnelToAPortOfGrpcAreRead() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, 50051, "GRPC"))) {
            Exchange tunnel = talk(running, InsecureChannelCredentials.create(), "bank.example:50051");
            Exchange call = running.ended();

            assertThat(tunnel.head().method()).isEqualTo("CONNECT");
            assertThat(tunnel.status).isEqualTo(200);
            assertThat(call.head().method()).isEqualTo("POST");
            assertThat(call.protocol).isEqualTo("HTTP/2");
            assertThat(call.grpcStatus).isEqualTo("0");
        }
    }

    @Test
    void aHostThatIsNotListedIsDenied() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, 443, "HTTPS"))) {
            assertThat(refused(running, "other.example:443"))
                    .contains("status: 403 other.example is not a listed host");

            assertThat(running.ended().detail()).isEqualTo("host-not-listed");
        }
    }

    /** What the caller is told. */
    private static String refused(RunningGateway running, String target) {
        ManagedChannel channel = channel(running, InsecureChannelCredentials.create(), target);
        try {
            StatusRuntimeException failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ClientCalls.blockingUnaryCall(channel, TextCalls.GET, CallOptions.DEFAULT, "EUR"));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            return String.valueOf(failure.getStatus().getCause());
        } finally {
            channel.shutdownNow();
        }
    }

    private static ManagedChannel channel(RunningGateway running, ChannelCredentials credentials, String target) {
        return Grpc.newChannelBuilder(target, credentials)
                .proxyDetector(address -> HttpConnectProxiedSocketAddress.newBuilder()
                        .setProxyAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), running.port()))
                        .setTargetAddress((InetSocketAddress) address)
                        .build())
                .build();
    }

    private static String yaml(TextServer server, int port, String protocol) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  ports: [{number: %d, name: port, protocol: %s, targetPort: %d}]
                """.formatted(port, protocol, server.port());
    }
}
