package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line of JSON for each exchange, under the names that Envoy's access log has. The values of query
 * parameters are left out.
 *
 * <p>Lines reach the destination within a second. Those that find the queue full are dropped and counted in {@code
 * sallyport_access_log_dropped_total}.
 */
public final class AccessLog implements ExchangeObserver, AutoCloseable {

    /** Lines that may wait: at 50 ms between two looks, enough for 300,000 requests a second. */
    static final int CAPACITY = 16_384;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final ThreadLocal<AccessLogEntry> ENTRY = ThreadLocal.withInitial(AccessLogEntry::new);

    private final @Nullable LineWriter writer;
    private final @Nullable OutputStream file;

    private AccessLog(@Nullable LineWriter writer, @Nullable OutputStream file) {
        this.writer = writer;
        this.file = file;
    }

    /**
     * Opens an access log.
     *
     * @param destination a file to append to, {@code -} for standard output, {@code off} for none
     * @param standardOutput what {@code -} stands for; flushed but never closed
     * @param registry where dropped lines are counted
     * @throws IOException when the file cannot be opened
     */
    public static AccessLog open(String destination, OutputStream standardOutput, MeterRegistry registry)
            throws IOException {
        return switch (destination) {
            case "off" -> new AccessLog(null, null);
            case "-" -> new AccessLog(start(standardOutput, CAPACITY, registry), null);
            default -> {
                OutputStream file = Files.newOutputStream(
                        Path.of(destination), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                yield new AccessLog(start(file, CAPACITY, registry), file);
            }
        };
    }

    static AccessLog to(OutputStream out, int capacity, MeterRegistry registry) {
        return new AccessLog(start(out, capacity, registry), null);
    }

    @Override
    public void ended(Exchange exchange) {
        if (writer != null) {
            writer.write(ENTRY.get().encode(exchange));
        }
    }

    /** Writes what is waiting, for at most two seconds, and closes the file. */
    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
        if (file != null) {
            file.close();
        }
    }

    private static LineWriter start(OutputStream out, int capacity, MeterRegistry registry) {
        Counter dropped = Counter.builder("sallyport.access.log.dropped")
                .description("Lines of the access log that were not written.")
                .register(registry);
        LineWriter writer = new LineWriter(new BufferedOutputStream(out, BUFFER_BYTES), capacity, dropped);
        writer.start();
        return writer;
    }
}
