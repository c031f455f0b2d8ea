package io.sallyport.demo;

import java.nio.file.Path;

/** The demo's first words: where everything is, and what to try. */
final class Introduction {

    private Introduction() {}

    static String text(int gatewayPort, int bankPort, Path folder) {
        return """

                Sallyport guards the exit on http://localhost:%1$d
                  files   %3$s   (edit them: they are read again at once)
                  bank    a stub of www.ecb.europa.eu on http://localhost:%2$d

                Try, in another terminal:
                  curl -x http://localhost:%1$d http://www.ecb.europa.eu%4$s
                  curl 'http://localhost:%2$d/control?delay=10s'      # then the first line again: 504 after 3 s
                  curl 'http://localhost:%2$d/control?delay=0s'
                  curl -x http://localhost:%1$d http://evil.example/  # denied, and told why
                  curl -s -H 'Accept: text/plain' -x http://localhost:%1$d http://evil.example/

                The currency service calls now. Ctrl-C ends it.
                """.formatted(gatewayPort, bankPort, folder, BankStub.RATES_PATH);
    }
}
