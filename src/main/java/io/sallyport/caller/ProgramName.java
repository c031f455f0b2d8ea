package io.sallyport.caller;

import java.util.List;
import java.util.Set;

/**
 * What people call a running program: {@code shop} for {@code java -jar /srv/shop.jar}, {@code rates.py} for {@code
 * python3 rates.py}. Of the arguments nothing but the name of what is run is looked at: others may hold secrets.
 */
final class ProgramName {

    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--add-modules",
            "--upgrade-module-path",
            "--add-opens",
            "--add-exports",
            "--add-reads",
            "-r",
            "--require",
            "--import",
            "--loader",
            "-W",
            "-X",
            "-I");

    private static final int LONGEST = 63;

    private ProgramName() {}

    /**
     * @param program the name the kernel knows
     * @param arguments the command line, the program first
     */
    static String of(String program, List<String> arguments) {
        String run = isInterpreter(program) ? whatIsRun(program, arguments) : "";
        String name = run.isEmpty() ? program : run;
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }

    private static boolean isInterpreter(String program) {
        return program.equals("java")
                || program.startsWith("python")
                || program.startsWith("ruby")
                || program.equals("node")
                || program.equals("MainThread")
                || program.equals("php");
    }

    private static String whatIsRun(String program, List<String> arguments) {
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean namesIt = argument.equals("-jar") || argument.equals("-m") || argument.equals("--module");
            if (namesIt && i + 1 < arguments.size()) {
                return shortened(program, arguments.get(i + 1));
            }
            if (argument.equals("-c") || argument.equals("-e") || argument.equals("-") || argument.isEmpty()) {
                return "";
            }
            if (WITH_VALUE.contains(argument)) {
                i++;
            } else if (!argument.startsWith("-") && !argument.startsWith("@")) {
                return shortened(program, argument);
            }
        }
        return "";
    }

    private static String shortened(String program, String run) {
        String last = run.substring(run.lastIndexOf('/') + 1);
        if (!program.equals("java")) {
            return last;
        }
        return last.endsWith(".jar") || last.endsWith(".java")
                ? last.substring(0, last.lastIndexOf('.'))
                : last.substring(last.lastIndexOf('.') + 1);
    }
}
