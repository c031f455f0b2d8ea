package io.sallyport.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleFilesTest {

    private static final Path FOLDER = Path.of("src/main/resources/sallyport-console");
    private static final Pattern IMPORT = Pattern.compile("from \"([./a-z/-]+)\"|(?:src|href)=\"([a-z/.-]+)\"");

    private final AdminServer server = new AdminServer(AdminServer.BANK);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aBrowserIsLedToTheConsoleAndOthersGetTheListOfPages() {
        var browser = server.get("/", "accept", "text/html,*/*");
        assertThat(browser.statusCode()).isEqualTo(302);
        assertThat(browser.getHeader("location")).isEqualTo("/console/");
        assertThat(server.get("/console").statusCode()).isEqualTo(302);
        assertThat(server.get("/").bodyAsString()).contains("/api/graph").contains("/quitquitquit");
    }

    @Test
    void everythingThatAFileAsksForIsThere() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(FOLDER)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThan(20);
        for (Path file : files) {
            assertThat(server.get("/console/" + FOLDER.relativize(file)).statusCode())
                    .as("%s", file)
                    .isEqualTo(200);
            Matcher imports = IMPORT.matcher(Files.readString(file));
            while (imports.find()) {
                String other = imports.group(1) == null ? imports.group(2) : imports.group(1);
                Path wanted = FOLDER.relativize(file.resolveSibling(other).normalize());
                assertThat(server.get("/console/" + wanted).statusCode())
                        .as("%s in %s", other, file)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void filesHaveTheirTypeAndNoPageHasScriptsOrStylesWithin() throws IOException {
        assertThat(server.get("/console/main.js").getHeader("content-type")).startsWith("text/javascript");
        assertThat(server.get("/console/library/cytoscape.js").getHeader("content-type"))
                .startsWith("text/javascript");
        assertThat(server.get("/console/styles/base.css").getHeader("content-type"))
                .startsWith("text/css");
        String page = Files.readString(FOLDER.resolve("index.html"));
        assertThat(page)
                .doesNotContain("<style")
                .doesNotContain(" style=")
                .doesNotContainPattern("<script(?! [^>]*src=)");
        assertThat(page).doesNotContain("://");
    }

    @Test
    void nothingIsWrittenIntoAPageAsMarkup() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".js")).toList()) {
                assertThat(Files.readString(file))
                        .as("%s", file)
                        .doesNotContainPattern("(innerHTML|outerHTML)\\s*=[^=]")
                        .doesNotContain("insertAdjacentHTML")
                        .doesNotContain("document.write")
                        .doesNotContain("eval(");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/nothing.js",
                "/console/../application.properties",
                "/console/%2e%2e/application.properties",
                "/console/..%2fapplication.properties",
                "/console/main.js%00.html",
                "/console/library/../index.html/",
                "/console/index.class"
            })
    void whatIsNoFileOfTheConsoleIsNotServed(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }
}
