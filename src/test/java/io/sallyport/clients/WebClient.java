package io.sallyport.clients;

import io.sallyport.e2e.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HTTP clients as people have them, and the settings for proxies that their documentation names. */
enum WebClient {
    CURL {
        @Override
        String call(WebScene scene, String url) throws Exception {
            return Program.of("curl", "HTTP", "apt-get install curl")
                    .with("http_proxy", scene.proxy())
                    .with("HTTPS_PROXY", scene.proxy())
                    .with("CURL_CA_BUNDLE", scene.trust().toString())
                    .end("-sS", "-w", " status %{http_code}", url)
                    .output();
        }
    },
    JAVA_HTTP_CLIENT {
        @Override
        String call(WebScene scene, String url) throws Exception {
            String port = Integer.toString(scene.port());
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            return Program.of(java, "openjdk", "a JDK")
                    .end(
                            "-XX:TieredStopAtLevel=1",
                            "-Dhttp.proxyHost=127.0.0.1",
                            "-Dhttp.proxyPort=" + port,
                            "-Dhttps.proxyHost=127.0.0.1",
                            "-Dhttps.proxyPort=" + port,
                            "-Djavax.net.ssl.trustStore=" + scene.trustStore(),
                            "-Djavax.net.ssl.trustStorePassword=" + WebScene.PASSWORD,
                            "-cp",
                            Path.of(JavaCall.class
                                            .getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toURI())
                                    .toString(),
                            JavaCall.class.getName(),
                            url)
                    .output();
        }
    },
    PYTHON_URLLIB {
        @Override
        String call(WebScene scene, String url) throws Exception {
            return Program.of("python3", "Python 3", "apt-get install python3")
                    .with("http_proxy", scene.proxy())
                    .with("https_proxy", scene.proxy())
                    .with("SSL_CERT_FILE", scene.trust().toString())
                    .end("-c", """
                            import sys, urllib.error, urllib.request
                            try:
                                answer = urllib.request.urlopen(sys.argv[1])
                                print(answer.status, answer.read().decode())
                            except urllib.error.HTTPError as answer:
                                print(answer.code, answer.read().decode())
                            except OSError as failure:
                                print(failure)
                            """, url)
                    .output();
        }
    },
    PYTHON_REQUESTS {
        @Override
        String call(WebScene scene, String url) throws Exception {
            return Program.of(
                            "python3",
                            "requests 2",
                            "apt-get install python3-requests",
                            "-c",
                            "import requests; print('requests', requests.__version__)")
                    .with("HTTP_PROXY", scene.proxy())
                    .with("HTTPS_PROXY", scene.proxy())
                    .with("REQUESTS_CA_BUNDLE", scene.trust().toString())
                    .end("-c", """
                            import sys, requests
                            try:
                                answer = requests.get(sys.argv[1])
                                print(answer.status_code, answer.text)
                            except requests.RequestException as failure:
                                print(failure)
                            """, url)
                    .output();
        }
    },
    /** From 24 on by variables; before by the package undici, which its own fetch is made of. */
    NODE_FETCH {
        @Override
        String call(WebScene scene, String url) throws Exception {
            return Program.of(
                            "node",
                            "true",
                            "Node.js 24, or apt-get install nodejs node-undici",
                            "-p",
                            HEEDS_VARIABLES + " || require('module').globalPaths.concat('" + DEBIAN_MODULES
                                    + "').some(path => require('fs').existsSync(path + '/undici'))")
                    .with("NODE_USE_ENV_PROXY", "1")
                    .with("HTTP_PROXY", scene.proxy())
                    .with("HTTPS_PROXY", scene.proxy())
                    .with("NODE_EXTRA_CA_CERTS", scene.trust().toString())
                    .with("NODE_PATH", DEBIAN_MODULES)
                    .end("-e", """
                            if (!%s) {
                                const {ProxyAgent, setGlobalDispatcher} = require('undici');
                                setGlobalDispatcher(new ProxyAgent(process.env.HTTPS_PROXY));
                            }
                            fetch(process.argv[1])
                                .then(async answer => console.log(answer.status, await answer.text()))
                                .catch(failure => console.log(failure, failure.cause))
                                .finally(() => process.exit());
                            """.formatted(HEEDS_VARIABLES), url)
                    .output();
        }
    },
    /** Its authorities are those of the user's database of NSS, as on every Linux desktop. */
    CHROMIUM {
        @Override
        String call(WebScene scene, String url) throws Exception {
            Path home = scene.folder().resolve("home");
            trust(home.resolve(".pki/nssdb"), scene);
            return Program.of("chromium", "Chromium", "apt-get install chromium")
                    .with("HOME", home.toString())
                    .end(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--user-data-dir=" + home.resolve("chromium"),
                            "--proxy-server=" + scene.proxy(),
                            "--dump-dom",
                            url)
                    .output();
        }

        private static void trust(Path database, WebScene scene) throws IOException {
            Program certutil = Program.of("certutil", "Add a certificate", "apt-get install libnss3-tools", "-H");
            if (Files.exists(database)) {
                return;
            }
            Files.createDirectories(database);
            for (Path authority : scene.authorities()) {
                String name = authority.getFileName().toString();
                certutil.run("-d", "sql:" + database, "-A", "-t", "C,,", "-n", name, "-i", authority.toString());
            }
        }
    };

    private static final String DEBIAN_MODULES = "/usr/share/nodejs";
    private static final String HEEDS_VARIABLES = "process.allowedNodeEnvironmentFlags.has('--use-env-proxy')";

    /** Calls, and returns all that there is to see for who called: status, body, or what went wrong. */
    abstract String call(WebScene scene, String url) throws Exception;

    /** Whether a page is all it shows, and of a failed tunnel nothing but that it failed. */
    boolean isBrowser() {
        return this == CHROMIUM;
    }
}
