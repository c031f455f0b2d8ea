package io.sallyport.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sallyport ca}: the certificate authority that HTTPS is intercepted with. */
@Command(
        name = "ca",
        mixinStandardHelpOptions = true,
        header = "Make a certificate authority to intercept HTTPS with, and hand out its certificate.",
        synopsisSubcommandLabel = "[init | export]",
        subcommands = {CaInitCommand.class, CaExportCommand.class})
final class CaCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "init or export?");
    }
}
