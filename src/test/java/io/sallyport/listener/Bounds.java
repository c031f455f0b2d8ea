package io.sallyport.listener;

import java.time.Duration;

/** Settings with some bounds small enough to wait for. */
final class Bounds {

    private static final Duration SHORT = Duration.ofMillis(150);

    private int connections = ListenerSettings.DEFAULTS.maxConnections();
    private Duration header = ListenerSettings.DEFAULTS.headerTimeout();
    private Duration idle = ListenerSettings.DEFAULTS.idleTimeout();
    private Duration stall = ListenerSettings.DEFAULTS.stallTimeout();
    private Duration tunnelIdle = ListenerSettings.DEFAULTS.tunnelIdleTimeout();
    private Duration tunnelHalf = ListenerSettings.DEFAULTS.tunnelHalfCloseTimeout();
    private Duration tunnelLongest = ListenerSettings.DEFAULTS.tunnelMaxDuration();
    private Duration grace = ListenerSettings.DEFAULTS.halfCloseGrace();
    private long discarded = ListenerSettings.DEFAULTS.maxDiscardedBytes();
    private int streams = ListenerSettings.DEFAULTS.maxStreams();

    Bounds connections(int most) {
        connections = most;
        return this;
    }

    Bounds shortHeader() {
        header = SHORT;
        return this;
    }

    Bounds shortIdle() {
        idle = SHORT;
        return this;
    }

    Bounds shortStall() {
        stall = SHORT;
        return this;
    }

    Bounds shortTunnelIdle() {
        tunnelIdle = SHORT;
        return this;
    }

    Bounds shortTunnelHalf() {
        tunnelHalf = SHORT;
        return this;
    }

    Bounds shortTunnel() {
        tunnelLongest = SHORT;
        return this;
    }

    Bounds grace(Duration duration) {
        grace = duration;
        return this;
    }

    Bounds discarded(long bytes) {
        discarded = bytes;
        return this;
    }

    Bounds streams(int most) {
        streams = most;
        return this;
    }

    Proxy proxy() {
        return new Proxy(new ListenerSettings(
                "sallyport",
                403,
                connections,
                header,
                idle,
                stall,
                tunnelIdle,
                tunnelHalf,
                tunnelLongest,
                grace,
                Duration.ofSeconds(2),
                discarded,
                streams));
    }
}
