package io.sallyport.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The console's files, out of our jar and its libraries': what is served is listed or named by a strict pattern. */
final class ConsoleFiles {

    private static final String BASE = "/console/";

    /** No dots but the one before the ending, so that no path leads out of the folder. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9-]+/)*[a-z0-9-]+\\.(html|css|js|svg)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** Files of libraries, by the name the pages know them by: which artifact, and where in it. */
    private static final Map<String, String[]> LIBRARIES = Map.of(
            "library/cytoscape.js", new String[] {"cytoscape", "dist/cytoscape.esm.min.mjs"},
            "library/uplot.js", new String[] {"uplot", "dist/uPlot.esm.js"},
            "library/uplot.css", new String[] {"uplot", "dist/uPlot.min.css"});

    private final Map<String, Optional<Buffer>> loaded = new ConcurrentHashMap<>();

    void register(Router router) {
        // The router takes /console for it, too.
        router.get(BASE + "*").blockingHandler(this::serve, false);
    }

    static void redirect(RoutingContext context) {
        context.response().setStatusCode(302).putHeader("location", BASE);
        context.end();
    }

    private void serve(RoutingContext context) {
        if (!context.normalizedPath().startsWith(BASE)) {
            redirect(context);
            return;
        }
        String asked = context.normalizedPath().substring(BASE.length());
        String name = asked.isEmpty() ? "index.html" : asked;
        Buffer content = content(name);
        if (content == null) {
            context.response().setStatusCode(404).putHeader("content-type", "text/plain; charset=utf-8");
            context.end("The console has no such file.\n");
            return;
        }
        context.response()
                .putHeader("content-type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                .putHeader("cache-control", "no-cache");
        context.end(content);
    }

    private @Nullable Buffer content(String name) {
        if (!NAME.matcher(name).matches()) {
            return null;
        }
        Optional<Buffer> known = loaded.get(name);
        if (known == null) {
            known = Optional.ofNullable(load(name));
            // What is not there is looked for again: any number of names may be asked for.
            known.ifPresent(content -> loaded.put(name, Optional.of(content)));
        }
        return known.orElse(null);
    }

    private static @Nullable Buffer load(String name) {
        String[] library = LIBRARIES.get(name);
        return read(library == null ? "/sallyport-console/" + name : libraryFile(library[0], library[1]));
    }

    private static String libraryFile(String artifact, String file) {
        Buffer properties = read("/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties");
        Properties facts = new Properties();
        try {
            facts.load(new StringReader(String.valueOf(properties)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/" + artifact + "/" + facts.getProperty("version") + "/" + file;
    }

    private static @Nullable Buffer read(String resource) {
        try (InputStream file = ConsoleFiles.class.getResourceAsStream(resource)) {
            return file == null ? null : Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
