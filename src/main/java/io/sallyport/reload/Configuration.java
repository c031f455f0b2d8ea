package io.sallyport.reload;

import io.sallyport.compile.CompileOptions;
import io.sallyport.istio.Problem;
import io.sallyport.istio.SourceText;
import io.sallyport.istio.Where;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.SnapshotSource;
import io.sallyport.source.ConfigSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in force. A good one replaces it whole and at once; a bad one changes nothing but the report. Of
 * what stands alone only the bad part is left as it was.
 *
 * <p>{@link #reload} may be called from any thread and runs one at a time; {@link #current} is one volatile read.
 */
public final class Configuration implements SnapshotSource {

    private static final long MEBIBYTE = 1024 * 1024;

    private final ConfigSource source;
    private final CompileOptions options;
    private final Clock clock;
    private final Consumer<ReloadReport> reports;
    private volatile @Nullable Published published;
    private volatile @Nullable ReloadReport latest;
    private @Nullable Fingerprint loaded;
    private Map<String, SourceText> accepted = Map.of();

    /** Nothing is read before the first {@link #reload}. {@code reports} hears of every attempt. */
    public Configuration(ConfigSource source, CompileOptions options, Clock clock, Consumer<ReloadReport> reports) {
        this.source = source;
        this.options = options;
        this.clock = clock;
        this.reports = reports;
    }

    /**
     * Reads and compiles everything; publishes it when there is no error. What is in force already, and was loaded
     * without a problem, is left as it is: it would cost memory and pauses, and forget what connections have learnt. With
     * a warning it is compiled again, since the reason may lie outside the files, such as a missing certificate.
     *
     * @param trigger what caused it, for the report
     * @return how it went; the same is kept as {@link #latest} and told to the reports' consumer
     */
    public synchronized ReloadReport reload(String trigger) {
        ReloadReport report = attempt(trigger);
        latest = report;
        reports.accept(report);
        return report;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException before the first good configuration
     */
    @Override
    public Published current() {
        Published present = published;
        if (present == null) {
            throw new IllegalStateException("no configuration was accepted yet");
        }
        return present;
    }

    /** How the latest attempt went; null before the first. */
    public @Nullable ReloadReport latest() {
        return latest;
    }

    private ReloadReport attempt(String trigger) {
        try {
            return attempt(trigger, source.read());
        } catch (IOException e) {
            return report(trigger, false, 0, List.of(unreadable(e)));
        } catch (OutOfMemoryError e) {
            // All that was read is let go of again: what is in force needs none of it.
            return report(trigger, false, 0, List.of(tooLarge(e)));
        }
    }

    private ReloadReport attempt(String trigger, List<SourceText> texts) {
        Fingerprint fingerprint = Fingerprint.of(texts);
        ReloadReport before = latest;
        if (before != null && before.problems().isEmpty() && fingerprint.equals(loaded)) {
            return report(trigger, true, before.resources(), List.of());
        }
        Assembly assembly = Assembly.of(texts, accepted, options);
        Snapshot snapshot = assembly.snapshot();
        if (snapshot != null) {
            published = new Published(generation() + 1, snapshot);
            loaded = fingerprint;
            accepted = assembly.alone();
        }
        return report(trigger, snapshot != null, assembly.resources(), assembly.problems());
    }

    private ReloadReport report(String trigger, boolean accepted, int resources, List<Problem> problems) {
        return new ReloadReport(clock.instant(), trigger, accepted, generation(), resources, problems);
    }

    private static Problem unreadable(IOException failure) {
        return new Problem(
                Problem.Severity.ERROR,
                "unreadable",
                Where.of(failure instanceof FileSystemException file ? String.valueOf(file.getFile()) : ""),
                "",
                null,
                "cannot be read: " + failure.getMessage(),
                null);
    }

    private static Problem tooLarge(OutOfMemoryError failure) {
        return new Problem(
                Problem.Severity.ERROR,
                "out-of-memory",
                Where.of(""),
                "",
                null,
                "does not fit into memory (" + failure.getMessage() + "; -Xmx is "
                        + Runtime.getRuntime().maxMemory() / MEBIBYTE + " MiB)",
                null);
    }

    private long generation() {
        Published present = published;
        return present == null ? 0 : present.generation();
    }
}
