package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line for each exchange, as JSON under the names that Istio's access log has or as Envoy's text. The values
 * of query parameters are left out.
 *
 * <p>Lines reach the destination within a second. Those that find no room are dropped and counted in {@code
 * sallyport_access_log_dropped_total}.
 */
public final class AccessLog implements ExchangeObserver, AutoCloseable {

    /** Bytes that may wait for each event loop: some 5,000 lines, so that a starved machine may keep the writer waiting. */
    static final int CAPACITY = 4 * 1024 * 1024;

    private static final Duration SLEEP = Duration.ofSeconds(1);

    private final @Nullable LineWriter writer;
    private final AccessLogFormat format;
    private final ThreadLocal<Desk> desks = ThreadLocal.withInitial(this::desk);

    /** What a thread writes with, and where it puts what it wrote. */
    private record Desk(LineFormat format, LineRing ring) {}

    private AccessLog(@Nullable LineWriter writer, AccessLogFormat format) {
        this.writer = writer;
        this.format = format;
    }

    /**
     * Opens an access log of JSON lines.
     *
     * @param destination as below
     * @throws IOException when the file cannot be opened
     */
    public static AccessLog open(String destination, OutputStream standardOutput, MeterRegistry registry)
            throws IOException {
        return open(destination, AccessLogFormat.JSON, standardOutput, registry);
    }

    /**
     * Opens an access log.
     *
     * @param destination a file to append to, {@code -} for standard output, {@code off} for none
     * @param format how its lines look
     * @param standardOutput what {@code -} stands for; flushed but never closed
     * @param registry where dropped lines are counted
     * @throws IOException when the file cannot be opened
     */
    public static AccessLog open(
            String destination, AccessLogFormat format, OutputStream standardOutput, MeterRegistry registry)
            throws IOException {
        return switch (destination) {
            case "off" -> new AccessLog(null, format);
            case "-" -> to(new LogDestination.Borrowed(standardOutput), format, CAPACITY, registry);
            default -> to(new LogDestination.File(Path.of(destination)), format, CAPACITY, registry);
        };
    }

    static AccessLog to(LogDestination destination, AccessLogFormat format, int capacity, MeterRegistry registry)
            throws IOException {
        Counter dropped = Counter.builder("sallyport.access.log.dropped")
                .description("Lines of the access log that were not written.")
                .register(registry);
        LineWriter writer = new LineWriter(destination, capacity, dropped, SLEEP);
        writer.start();
        return new AccessLog(writer, format);
    }

    @Override
    public void ended(Exchange exchange) {
        if (writer != null) {
            Desk desk = desks.get();
            writer.write(desk.ring, desk.format.encode(exchange));
        }
    }

    /**
     * Opens the file anew, within a second: after a rotation has renamed it, later lines go to a file of the old
     * name. If that fails, the old one is kept. Nothing happens to standard output. Any thread may call it.
     */
    public void reopen() {
        if (writer != null) {
            writer.reopen();
        }
    }

    /** Writes what is waiting, for at most two seconds, and closes the file. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }

    private Desk desk() {
        if (writer == null) {
            throw new IllegalStateException("access log: off (expected: a destination)");
        }
        return new Desk(format.create(), writer.ring());
    }
}
