package io.sallyport.manifests;

import io.sallyport.e2e.Program;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What an overlay comes to: rendered by kustomize itself, or by the one in kubectl. */
final class Kustomize {

    private static final Map<Path, List<Rendered>> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    /** The objects of a folder below k8s. Where neither program is there, the test is skipped. */
    static List<Rendered> render(String folder) throws IOException {
        Path path = Path.of("k8s").resolve(folder);
        List<Rendered> known = RENDERED.get(path);
        if (known != null) {
            return known;
        }
        String printed = onPath("kustomize")
                ? Program.of("kustomize", "v5.", "install kustomize 5", "version")
                        .run("build", path.toString())
                : Program.of(
                                "kubectl",
                                "Kustomize Version: v5.",
                                "install kubectl 1.28 or newer",
                                "version",
                                "--client")
                        .run("kustomize", path.toString());
        List<Rendered> rendered = objects(text(printed));
        RENDERED.put(path, rendered);
        return rendered;
    }

    /** All documents of a text. */
    @SuppressWarnings("unchecked")
    static List<Rendered> objects(String text) {
        List<Rendered> objects = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            objects.add(new Rendered((Map<String, Object>) document));
        }
        return objects;
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static boolean onPath(String program) {
        @Nullable String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
