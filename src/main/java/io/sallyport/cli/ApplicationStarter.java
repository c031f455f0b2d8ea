package io.sallyport.cli;

/** Starts the application once the settings are made; implemented by {@code app}, which this package cannot see. */
public interface ApplicationStarter {

    /** What the application does besides guarding. */
    enum Role {
        /** Nothing: it guards until it is told to end. */
        GATEWAY,
        /** It plays the currency example to the person watching. */
        DEMO
    }

    /**
     * Runs until the process is told to end.
     *
     * @return the exit code
     */
    int start(Role role);
}
