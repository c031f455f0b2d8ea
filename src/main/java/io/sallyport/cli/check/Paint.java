package io.sallyport.cli.check;

import io.sallyport.istio.Problem.Severity;
import java.util.Map;

/** Colours by ANSI escapes, or none. */
public enum Paint {
    PLAIN {
        @Override
        String escape(String codes, String text) {
            return text;
        }
    },
    COLOURED {
        @Override
        String escape(String codes, String text) {
            return text.isEmpty() ? text : "\u001b[" + codes + "m" + text + "\u001b[0m";
        }
    };

    abstract String escape(String codes, String text);

    /** When to use colours. */
    public enum Choice {
        AUTO,
        ALWAYS,
        NEVER;

        /**
         * What that comes to here. AUTO: {@code NO_COLOR} (if not empty) means none, {@code CLICOLOR_FORCE} (if not
         * empty or 0) means colours, {@code TERM=dumb} means none, and otherwise it needs a terminal.
         */
        public Paint paint(Map<String, String> environment, boolean terminal) {
            return switch (this) {
                case ALWAYS -> COLOURED;
                case NEVER -> PLAIN;
                case AUTO -> automatic(environment, terminal) ? COLOURED : PLAIN;
            };
        }

        private static boolean automatic(Map<String, String> environment, boolean terminal) {
            if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
                return false;
            }
            String force = environment.getOrDefault("CLICOLOR_FORCE", "");
            if (!force.isEmpty() && !force.equals("0")) {
                return true;
            }
            return terminal && !"dumb".equals(environment.get("TERM"));
        }
    }

    String severity(Severity severity, String text) {
        return switch (severity) {
            case ERROR -> escape("1;31", text);
            case WARNING -> escape("1;33", text);
            case NOTE -> escape("1;36", text);
        };
    }

    String enforcement(Enforcement enforcement, String text) {
        return switch (enforcement) {
            case ENFORCED -> escape("32", text);
            case APPROXIMATED -> escape("33", text);
            case IGNORED, REJECTED -> escape("31", text);
        };
    }

    String strong(String text) {
        return escape("1", text);
    }

    String faint(String text) {
        return escape("2", text);
    }

    String hint(String text) {
        return escape("32", text);
    }
}
