package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.sallyport.policy.PathRewrite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewriteCompilerTest {

    @ParameterizedTest
    @CsvSource({
        "^/service/([^/]+)(/.*)$, \\2/instance/\\1, /service/foo/v1/api?q=/service/x, /v1/api/instance/foo?q=/service/x",
        "one, two, /xxx/one/yyy/one/zzz, /xxx/two/yyy/two/zzz",
        "^(.*?)one(.*)$, \\1two\\2, /xxx/one/yyy/one/zzz, /xxx/two/yyy/one/zzz",
        "(?i)/AAA/, /bbb/, /ci/aAa/z, /ci/bbb/z",
        "/(a)(b), /\\10, /ab, /a0",
        "/a, /$1, /a, /$1",
        "/a, /\\\\, /a, /\\",
        "/a, /\\x, /a, /\\x",
        "/(a), [\\0], /a, /[/a]",
        "^/to/, http:, /to/evil.example, /http:evil.example",
    })
    void an_expression_replaces_in_the_path_alone(String match, String rewrite, String path, String rewritten) {
        PathRewrite regex = new PathRewrite.Regex(Pattern.compile(match), RewriteCompiler.replacement(rewrite));

        assertThat(regex.apply(path)).isEqualTo(rewritten);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1, /v2, /v1/api?a=/v1, /v2/api?a=/v1",
        "/x, /, /x/y, //y",
        "/, /pre, /foo, /prefoo",
        "/v1, /v2, /v1, /v2"
    })
    void a_prefix_is_replaced_as_it_is_written(String prefix, String uri, String path, String rewritten) {
        assertThat(new PathRewrite.Prefix(prefix.length(), uri).apply(path)).isEqualTo(rewritten);
    }

    @ParameterizedTest
    @CsvSource({"/rx/a/b?q=1, /whole?q=1", "/rx, /whole"})
    void a_whole_path_keeps_the_query(String path, String rewritten) {
        assertThat(new PathRewrite.Whole("/whole").apply(path)).isEqualTo(rewritten);
    }
}
