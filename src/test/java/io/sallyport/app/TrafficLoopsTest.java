package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.nio.NioEventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrafficLoopsTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void inAJvmTrafficSharesTheLoopsOfVertxAndLeavesThemOpen() {
        VertxInternal internal = (VertxInternal) vertx;

        TrafficLoops loops = TrafficLoops.of(internal);
        loops.close();

        assertThat(loops.workers()).isSameAs(internal.getEventLoopGroup());
        assertThat(loops.acceptors()).isSameAs(internal.getAcceptorEventLoopGroup());
        assertThat(loops.workers().isShuttingDown()).isFalse();
    }

    @Test
    void itsOwnLoopsEndWithIt() throws Exception {
        NioEventLoopGroup own = new NioEventLoopGroup(1);

        new TrafficLoops(own, own, true).close();

        assertThat(own.terminationFuture().await(5_000))
                .as("ended in 5 seconds")
                .isTrue();
    }
}
