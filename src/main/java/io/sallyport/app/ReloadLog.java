package io.sallyport.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
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
        generation = gauge(metrics, "generation", "The configuration in force; 0 for none.");
        errors = gauge(metrics, "errors", "Errors of the latest attempt to load the configuration.");
        warnings = gauge(metrics, "warnings", "Warnings of the latest attempt to load the configuration.");
        accepted = attempts(metrics, "accepted");
        refused = attempts(metrics, "refused");
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

    private static AtomicLong gauge(MeterRegistry metrics, String name, String description) {
        AtomicLong value = new AtomicLong();
        Gauge.builder("sallyport.config." + name, value, AtomicLong::doubleValue)
                .description(description)
                .register(metrics);
        return value;
    }

    private static Counter attempts(MeterRegistry metrics, String result) {
        return Counter.builder("sallyport.config.reloads")
                .description("Attempts to load the configuration.")
                .tag("result", result)
                .register(metrics);
    }
}
