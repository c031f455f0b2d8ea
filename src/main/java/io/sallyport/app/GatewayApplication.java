package io.sallyport.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.sallyport.cli.ExitCode;

/** Guards until it is told to end. */
public final class GatewayApplication implements QuarkusApplication {

    private final Gateway gateway;

    GatewayApplication(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public int run(String... arguments) {
        if (!gateway.isListening()) {
            return ExitCode.REFUSED;
        }
        Quarkus.waitForExit();
        return ExitCode.OK;
    }
}
