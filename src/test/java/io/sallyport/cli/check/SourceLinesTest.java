package io.sallyport.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceLinesTest {

    @Test
    void all_three_line_ends_count() {
        SourceLines lines = new SourceLines("a\nb\r\nc\rd");

        assertThat(lines.line(1) + lines.line(2) + lines.line(3) + lines.line(4))
                .isEqualTo("abcd");
        assertThat(lines.has(5)).isFalse();
        assertThat(lines.has(0)).isFalse();
    }

    @Test
    void a_byte_order_mark_is_no_column() {
        assertThat(new SourceLines("\uFEFFkind: x").line(1)).isEqualTo("kind: x");
    }

    @Test
    void many_lines_are_kept() {
        SourceLines lines = new SourceLines("x\n".repeat(1_000));

        assertThat(lines.line(1_000)).isEqualTo("x");
        assertThat(lines.line(1_001)).isEmpty();
        assertThat(lines.has(1_002)).isFalse();
    }

    @Test
    void blank_lines_have_no_indent() {
        SourceLines lines = new SourceLines("  a\n   \nb\n");

        assertThat(lines.indent(1)).isEqualTo(2);
        assertThat(lines.indent(2)).isNegative();
        assertThat(lines.indent(3)).isZero();
        assertThat(lines.indent(4)).isNegative();
    }
}
