package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Mirror;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MirroringForwarderTest {

    private final Scene scene = new Scene().treatment(null, List.of(new Mirror(Cluster.PASSTHROUGH, 50)));
    private final ScriptedForwarder mirror = new ScriptedForwarder();
    private int drawn;
    private final MirroringForwarder mirroring = new MirroringForwarder(scene.upstream, mirror, bound -> drawn, 2);

    @AfterEach
    void nothingLeaks() {
        assertThat(scene.held()).as("bytes not released").isZero();
    }

    @Test
    void aCopyGoesToTheMirrorAndItsResponseNowhere() {
        RequestSink request = scene.begin(mirroring, "POST");
        request.body(scene.bytes("hello"));
        request.end(EmptyHttpHeaders.INSTANCE);
        request.flush();
        mirror.last().answersHead(500);
        mirror.last().sends(scene.bytes("ignored"));
        mirror.last().finishes();
        scene.upstream.last().answers(200);

        assertThat(mirror.last().received()).isEqualTo("hello");
        assertThat(scene.upstream.last().received()).isEqualTo("hello");
        assertThat(scene.client.events).startsWith("head 200").doesNotContain("head 500");
    }

    @Test
    void aMirrorThatFailsChangesNothing() {
        scene.get(mirroring);
        mirror.last().fails(Outcome.CONNECTION_REFUSED);
        scene.upstream.last().answers(200);

        assertThat(scene.client.failure).isNull();
        assertThat(scene.client.events).startsWith("head 200");
    }

    @Test
    void aMirrorThatCannotKeepUpIsDropped() {
        RequestSink request = scene.begin(mirroring, "POST");
        mirror.last().writable = false;
        String piece = "x".repeat(40 * 1024);

        request.body(scene.bytes(piece));
        assertThat(mirror.last().isAborted()).isFalse();
        request.body(scene.bytes(piece));
        request.end(EmptyHttpHeaders.INSTANCE);

        assertThat(mirror.last().isAborted()).isTrue();
        assertThat(scene.upstream.last().received()).hasSize(2 * piece.length());
    }

    @Test
    void aRequestThatIsGivenUpHalfwayIsNotCopiedFurther() {
        RequestSink request = scene.begin(mirroring, "POST");

        request.abort(Outcome.CLIENT_GONE);

        assertThat(mirror.last().isAborted()).isTrue();
        assertThat(scene.upstream.last().isAborted()).isTrue();
    }

    @Test
    void aCopyOfAWholeRequestGoesOnWithoutTheClient() {
        RequestSink request = scene.get(mirroring);

        request.abort(Outcome.CLIENT_GONE);

        assertThat(mirror.last().isAborted()).isFalse();
    }

    @Test
    void aShareIsDrawn() {
        drawn = 500_000;

        scene.get(mirroring);

        assertThat(mirror.count()).isZero();
        assertThat(scene.upstream.count()).isEqualTo(1);
    }

    @Test
    void aHalfSentCopyIsDroppedWhenTheRequestFails() {
        RequestSink request = scene.begin(mirroring, "POST");
        request.body(scene.bytes("hel"));

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        assertThat(mirror.last().isAborted()).isTrue();
        assertThat(scene.client.events).containsExactly("fail UPSTREAM_RESET");
    }

    @Test
    void aHalfSentCopyIsDroppedWhenTheRequestFailsAtOnce() {
        scene.upstream.atOnce(attempt -> attempt.fails(Outcome.NO_HEALTHY_ENDPOINT));

        scene.begin(mirroring, "POST");

        assertThat(mirror.last().isAborted()).isTrue();
    }

    @Test
    void aHalfSentCopyIsDroppedWhenTheRequestIsAnsweredEarly() {
        scene.begin(mirroring, "POST");

        scene.upstream.last().answers(413);

        assertThat(mirror.last().isAborted()).isTrue();
    }

    @Test
    void aWholeCopyGoesOnWhenTheRequestFails() {
        scene.get(mirroring);

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        assertThat(mirror.last().isAborted()).isFalse();
    }

    @Test
    void aCopyHasTheRoutesTimeoutOrFifteenSeconds() {
        scene.get(mirroring);
        assertThat(mirror.exchange().forward().timeout()).isEqualTo(Duration.ofSeconds(15));
        mirror.last().answers(200);

        scene.timeout(700).get(mirroring);
        assertThat(mirror.exchange().forward().timeout()).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void copiesBeyondTheBoundAreNotSentUntilOneEnds() {
        scene.get(mirroring);
        scene.get(mirroring);
        scene.get(mirroring);
        assertThat(mirror.count()).isEqualTo(2);

        mirror.last().fails(Outcome.UPSTREAM_RESET);
        scene.get(mirroring);

        assertThat(mirror.count()).isEqualTo(3);
        assertThat(scene.upstream.count()).isEqualTo(4);
    }

    @Test
    void aCopyThatCannotEvenBeginChangesNothingAndCountsForNothing() {
        for (int i = 0; i < 3; i++) {
            mirror.atOnce(attempt -> {
                throw new IllegalStateException("scripted");
            });
            scene.get(mirroring);
        }
        scene.upstream.last().answers(200);

        assertThat(mirror.count()).isEqualTo(3);
        assertThat(scene.client.events).startsWith("head 200");
    }

    @Test
    void aCopyThatThrowsAtItsEndChangesNothing() {
        RequestSink request = scene.begin(mirroring, "POST");
        mirror.last().onEnd = () -> {
            throw new IllegalStateException("scripted");
        };

        request.end(EmptyHttpHeaders.INSTANCE);
        request.flush();
        scene.upstream.last().answers(200);

        assertThat(mirror.last().isAborted()).isTrue();
        assertThat(scene.client.events).startsWith("head 200");
    }
}
