package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real browser. Needs Chromium: apt-get install chromium. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class ConsoleTest {

    private static final String[] PAGES = {
        "#/",
        "#/hosts",
        "#/hosts/bank.example",
        "#/hosts/evil.example",
        "#/exchanges",
        "#/exchanges/1",
        "#/exchanges/2",
        "#/config",
        "#/explain?url=http%3A%2F%2Fevil.example%2F"
    };

    // The browser may still write into it when it has ended.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private AdminServer server;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = new Browser(folder);
        server = new AdminServer(AdminServer.BANK);
        browser.look(1280, "light");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        browser.close();
    }

    @Test
    void theGraphLeadsToADeniedHostAndToTheYamlThatAllowsIt() {
        server.call("shop", "http://bank.example/rates", 200, Outcome.COMPLETED);
        server.call("shop", "http://evil.example/", 403, Outcome.DENIED);
        browser.open(console("#/"));

        browser.click(".node-denied[data-name='evil.example']");

        String yaml = browser.await(".side .yaml");
        assertThat(yaml).contains("kind: ServiceEntry").contains("- \"evil.example\"");
        browser.click(".side .remedy button");
        assertThat(browser.await(".side .links")).contains("Its page");

        browser.click(".side .links a");
        assertThat(browser.await(".denied-card .yaml")).isEqualTo(yaml);

        server.write(AdminServer.BANK + "---\n" + yaml);
        server.post("/reload");
        assertThat(browser.await(".page:not(:has(.denied-card)) .verdict"))
                .contains("sent to outbound|80||evil.example");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theSameIsReachedWithTheKeyboardAlone() {
        server.call("shop", "http://bank.example/rates", 200, Outcome.COMPLETED);
        server.call("shop", "http://evil.example/", 403, Outcome.DENIED);
        browser.open(console("#/"));
        browser.await(".node-denied");

        browser.text("document.querySelector('.node-caller').focus(), ''");
        browser.press("ArrowRight");
        browser.press("ArrowDown");
        browser.press("Enter");

        assertThat(browser.await(".side .yaml")).contains("evil.example");
    }

    @Test
    void whatStrangersWriteIsShownAsTextAndNothingOfItRuns() {
        String mark = "<img src=x onerror=\"window.caught=1\">";
        server.call(mark, "http://bank.example/%3Cscript%3Ewindow.caught=1%3C/script%3E", 200, Outcome.COMPLETED);
        server.call(
                "shop",
                "http://evil.example/'\"><svg/onload=window.caught=1>"
                        .replace("<", "%3C")
                        .replace(">", "%3E")
                        .replace("\"", "%22"),
                403,
                Outcome.DENIED);

        for (String page : PAGES) {
            browser.open(console(page));
            browser.await("#live[data-state='live']");
            assertThat(browser.text("window.caught")).as(page).isEqualTo("null");
        }
        browser.open(console("#/"));
        assertThat(browser.await(".node-caller[data-name^='<img'] .node-name")).isEqualTo(mark);
        browser.open(console("#/exchanges?caller=%3Cimg"));
        assertThat(browser.await(".exchanges td:nth-child(2)")).isEqualTo(mark);
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1280,light", "1280,dark", "390,light", "390,dark"})
    void everyPageFitsItsWidthInItsThemeWithoutComplaint(int width, String theme) {
        server.call("shop", "http://bank.example/rates?" + "x".repeat(300), 200, Outcome.COMPLETED);
        server.call("shop", "http://evil.example/", 403, Outcome.DENIED);
        browser.look(width, theme);

        for (String page : PAGES) {
            browser.open(console(page));
            browser.await("#live[data-state='live']");
            browser.await("h1");
            assertThat(browser.text("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as(page)
                    .isEqualTo("0");
            assertThat(browser.text("document.documentElement.dataset.theme")).isEqualTo(theme);
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theThemeCanBeChosenAndStays() {
        browser.open(console("#/"));
        browser.await("#live[data-state='live']");
        browser.click("#theme");
        browser.await(":root[data-theme='dark']");

        browser.open(console("#/config"));

        assertThat(browser.await(":root[data-theme='dark'] h1")).isEqualTo("Configuration");
    }

    @Test
    void withoutTrafficThePageSaysWhatToDo() {
        browser.open(console("#/"));

        assertThat(browser.await(".empty")).contains("No traffic yet").contains("curl -x");
    }

    private String console(String page) {
        return "http://127.0.0.1:" + server.port() + "/console/" + page;
    }
}
