package io.sallyport.telemetry;

/** How lines of the access log look. */
public enum AccessLogFormat {
    /** An object a line, under the names of Istio's JSON format and some of our own. */
    JSON {
        @Override
        LineFormat create() {
            return new AccessLogEntry();
        }
    },
    /** Envoy's default format string. */
    TEXT {
        @Override
        LineFormat create() {
            return new TextEntry();
        }
    };

    abstract LineFormat create();
}
