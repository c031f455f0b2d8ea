package io.sallyport.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.istio.Problem;
import io.sallyport.reload.ReloadReport;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Tells the log and the metrics how each attempt to load the configuration went. */
final class ReloadLog implements Consumer<ReloadReport> {

    private static final Logger LOG = Logger.getLogger("io.sallyport.config");

    private final AtomicLong generation;
    private final AtomicLong errors;
    private final AtomicLong warnings;
    private final Counter accepted;
    private final Counter refused;

    ReloadLog(MeterRegistry metrics) {
        generation = metrics.gauge("sallyport.config.generation", new AtomicLong());
        errors = metrics.gauge("sallyport.config.errors", new AtomicLong());
        warnings = metrics.gauge("sallyport.config.warnings", new AtomicLong());
        accepted = metrics.counter("sallyport.config.reloads", "result", "accepted");
        refused = metrics.counter("sallyport.config.reloads", "result", "refused");
    }

    @Override
    public void accept(ReloadReport report) {
        generation.set(report.generation());
        errors.set(report.count(Problem.Severity.ERROR));
        warnings.set(report.count(Problem.Severity.WARNING));
        (report.accepted() ? accepted : refused).increment();
        for (Problem problem : report.problems()) {
            switch (problem.severity()) {
                case ERROR -> LOG.error(problem.line());
                case WARNING -> LOG.warn(problem.line());
                case NOTE -> LOG.debug(problem.line());
            }
        }
        if (report.accepted()) {
            LOG.infof(
                    "configuration %d in force: %d resources, %d warnings (%s)",
                    report.generation(), report.resources(), report.count(Problem.Severity.WARNING), report.trigger());
        } else {
            LOG.errorf(
                    "configuration refused: %d errors (%s)%s",
                    report.count(Problem.Severity.ERROR),
                    report.trigger(),
                    report.generation() == 0 ? "" : "; generation " + report.generation() + " stays in force");
        }
    }
}
