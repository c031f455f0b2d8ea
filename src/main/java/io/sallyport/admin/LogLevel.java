package io.sallyport.admin;

import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How much our own loggers say, until the process ends. The access log is another matter. */
final class LogLevel {

    static final String NAMES = "debug, info, warning, error or off";

    /** Held, since a logger nobody holds forgets its level. */
    private final Logger logger = Logger.getLogger("io.sallyport");

    /** Sets it; false where there is no such level. */
    boolean set(String name) {
        Level level = level(name.toLowerCase(Locale.ROOT));
        if (level != null) {
            logger.setLevel(level);
        }
        return level != null;
    }

    private static @Nullable Level level(String name) {
        return switch (name) {
            case "debug" -> Level.FINE;
            case "info" -> Level.INFO;
            case "warning", "warn" -> Level.WARNING;
            case "error", "critical" -> Level.SEVERE;
            case "off" -> Level.OFF;
            default -> null;
        };
    }

    private static String name(Level level) {
        int value = level.intValue();
        if (value == Level.OFF.intValue()) {
            return "off";
        }
        if (value >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (value >= Level.WARNING.intValue()) {
            return "warning";
        }
        return value >= Level.INFO.intValue() ? "info" : "debug";
    }

    @Override
    public String toString() {
        Level level = logger.getLevel();
        for (Logger above = logger.getParent(); level == null && above != null; above = above.getParent()) {
            level = above.getLevel();
        }
        return "active loggers:\n  io.sallyport: " + name(level == null ? Level.INFO : level) + "\n";
    }
}
