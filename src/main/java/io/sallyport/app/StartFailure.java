package io.sallyport.app;

import io.sallyport.cli.ExitCode;
import java.net.BindException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a failed start in one line where it is a mistake to mend, not a stack trace to study. */
final class StartFailure {

    private StartFailure() {}

    /** Reports the failure, if there is one, and returns the exit code. */
    static int report(int exitCode, @Nullable Throwable failure) {
        if (failure == null) {
            return exitCode;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isAboutPorts(cause)) {
                org.jboss.logging.Logger.getLogger("io.sallyport")
                        .error("cannot listen: " + cause.getMessage()
                                + " (choose another with --port, --admin-port or --health-port)");
                return ExitCode.REFUSED;
            }
        }
        org.jboss.logging.Logger.getLogger("io.sallyport").error("cannot start", failure);
        return exitCode == ExitCode.OK ? ExitCode.REFUSED : exitCode;
    }

    private static boolean isAboutPorts(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return cause instanceof BindException
                || message.contains("already in use")
                || message.contains("already bound");
    }
}
