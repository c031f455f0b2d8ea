package io.sallyport.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.sallyport.cli.ApplicationStarter;
import io.sallyport.cli.ExitCode;
import io.sallyport.cli.SallyportCommand;

/** The process: reads the command line and, for the commands that guard, hands over to Quarkus. */
@QuarkusMain
public final class Sallyport {

    /** Made by nobody: Quarkus registers the class as a bean and wants to see a constructor that is not private. */
    Sallyport() {}

    /**
     * Runs one command and ends with its exit code, see {@link ExitCode}.
     *
     * @param arguments the command line
     */
    public static void main(String... arguments) {
        System.exit(SallyportCommand.execute(Sallyport::start, arguments));
    }

    private static int start(ApplicationStarter.Role role) {
        EventLoops.onePerProcessor();
        if (role == ApplicationStarter.Role.DEMO) {
            DemoStage.set();
        }
        int[] code = {ExitCode.REFUSED};
        Quarkus.run(
                switch (role) {
                    case GATEWAY -> GatewayApplication.class;
                    case DEMO -> DemoApplication.class;
                },
                (exitCode, failure) -> code[0] = StartFailure.report(exitCode, failure));
        return code[0];
    }
}
