package io.sallyport.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.sallyport.admin.ExchangeFeed;
import io.sallyport.cli.ExitCode;
import io.sallyport.demo.BankStub;
import io.sallyport.demo.Story;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** Plays the demo against the gateway, on the stage that {@link DemoStage} set. */
public final class DemoApplication implements QuarkusApplication {

    private final Gateway gateway;
    private final Settings settings;
    private final Vertx vertx;
    private final ExchangeFeed feed;

    DemoApplication(Gateway gateway, Settings settings, Vertx vertx, ExchangeFeed feed) {
        this.gateway = gateway;
        this.settings = settings;
        this.vertx = vertx;
        this.feed = feed;
    }

    @Override
    public int run(String... arguments) {
        if (!gateway.isListening()) {
            return ExitCode.REFUSED;
        }
        BankStub bank = new BankStub(vertx);
        Story story = new Story(vertx, bank, feed, gateway.port(), System.out);
        Path folder = Path.of(settings.config().orElseThrow().getFirst());
        vertx.runOnContext(ignored -> bank.open(settings.demo().bankPort())
                .onSuccess(port -> story.introduce(gateway.port(), port, folder))
                .compose(opened -> story.play(settings.demo().rounds()))
                .onFailure(this::report)
                .onComplete(over -> Quarkus.asyncExit(over.succeeded() ? ExitCode.OK : ExitCode.REFUSED)));
        Quarkus.waitForExit();
        return ExitCode.OK;
    }

    private void report(Throwable failure) {
        // On Ctrl-C the ground goes from under the story: nothing to tell.
        if (gateway.unreadiness().isEmpty()) {
            System.err.println("demo: " + failure.getMessage());
        }
    }
}
