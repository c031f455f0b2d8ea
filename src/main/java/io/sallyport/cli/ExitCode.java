package io.sallyport.cli;

/** What the commands' exit codes mean. */
public final class ExitCode {

    public static final int OK = 0;

    /** The configuration has errors, or the process could not start. */
    public static final int REFUSED = 1;

    /** The command line was not understood. */
    public static final int USAGE = 2;

    /** The configuration has errors, where {@link #REFUSED} stands for something else. */
    public static final int CONFIGURATION = 3;

    private ExitCode() {}
}
