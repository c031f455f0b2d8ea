package io.sallyport.demo;

import io.sallyport.admin.ExchangeFeed;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Plays the scenes in turn and prints an account of each: what was asked, what the gateway did, what came of it.
 *
 * <p>Runs on one Vert.x context; the account of the gateway's side comes from the exchange feed.
 */
public final class Story {

    private static final long PAUSE_MILLIS = 1500;

    private static final List<Scene> SCENES = List.of(
            new Scene("a listed host, quick", CurrencyCaller.BANK, Map.of(), false),
            new Scene(
                    "the bank takes 10 s; the VirtualService allows 3 s",
                    CurrencyCaller.BANK,
                    Map.of("x-demo-delay", "10s"),
                    false),
            new Scene("the bank refuses the first connection; retried", CurrencyCaller.BANK, Map.of(), true),
            new Scene("a host nobody listed", "http://evil.example/", Map.of(), false));

    private final Vertx vertx;
    private final BankStub bank;
    private final CurrencyCaller caller;
    private final PrintStream out;
    private final Account account;

    /** A story told to {@code out}, of calls through the gateway on {@code gatewayPort}. */
    public Story(Vertx vertx, BankStub bank, ExchangeFeed feed, int gatewayPort, PrintStream out) {
        this.vertx = vertx;
        this.bank = bank;
        this.caller = new CurrencyCaller(vertx, gatewayPort);
        this.out = out;
        this.account = new Account(out);
        feed.subscribe(account);
        feed.subscribe(new DoorKeeper());
    }

    /** Prints where everything is and what to try. */
    public void introduce(int gatewayPort, int bankPort, Path folder) {
        out.print(Introduction.text(gatewayPort, bankPort, folder));
        out.flush();
    }

    /** Plays {@code rounds} rounds of all scenes, 0 for ever; done when over. */
    public Future<Void> play(int rounds) {
        return round(1, rounds).onComplete(ignored -> caller.close());
    }

    private Future<Void> round(int number, int rounds) {
        Future<Void> played = Future.succeededFuture();
        for (Scene scene : SCENES) {
            played = played.compose(ignored -> play(scene));
        }
        return played.compose(
                ignored -> rounds > 0 && number >= rounds ? Future.succeededFuture() : round(number + 1, rounds));
    }

    private Future<Void> play(Scene scene) {
        out.println();
        out.println("  " + scene.title());
        Future<?> set = scene.doorShut() ? bank.shut() : Future.succeededFuture();
        return set.compose(ignored -> caller.get(scene.url(), scene.fields()))
                .onSuccess(account::response)
                .onFailure(failure -> out.println("    caller   no response: " + failure.getMessage()))
                .otherwiseEmpty()
                .compose(ignored -> bank.reopen())
                .compose(ignored -> vertx.timer(PAUSE_MILLIS))
                .mapEmpty();
    }

    /** Opens the bank's door once a try found it shut, so that the retry meets a bank that works. */
    private final class DoorKeeper implements ExchangeObserver {
        @Override
        public void attemptEnded(Exchange exchange, Attempt attempt) {
            if (attempt.outcome == Outcome.CONNECTION_REFUSED) {
                bank.reopen();
            }
        }
    }
}
