package io.sallyport.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PointedLineTest {

    @Test
    void wide_characters_take_two_cells_and_combining_marks_none() {
        PointedLine line = pointed("銀行🏦 e\u0301: ", "日本", " #");

        assertThat(line).isEqualTo(new PointedLine("銀行🏦 e\u0301: 日本 #", 10, 4));
    }

    @Test
    void half_width_and_full_width_forms_are_told_apart() {
        assertThat(pointed("ｱ", "Ａ", "").before()).isEqualTo(1);
        assertThat(pointed("ｱ", "Ａ", "").width()).isEqualTo(2);
    }

    @Test
    void a_tab_is_four_spaces() {
        assertThat(pointed("a:\t", "b", "")).isEqualTo(new PointedLine("a:    b", 6, 1));
    }

    @Test
    void control_and_formatting_characters_are_spelt_out() {
        assertThat(pointed("\u001b[1m", "\u202e", "\u009b"))
                .isEqualTo(new PointedLine("\\u001b[1m\\u202e\\u009b", 9, 6));
    }

    @Test
    void what_is_at_the_end_of_the_line_still_gets_a_caret() {
        assertThat(PointedLine.of(new Excerpt("ab", 2, 3, 0))).isEqualTo(new PointedLine("ab", 2, 1));
    }

    @Test
    void a_long_line_is_cut_on_both_sides_of_what_is_pointed_at() {
        PointedLine line = pointed("x".repeat(500), "here", "y".repeat(500));

        assertThat(line.text()).startsWith("...x").endsWith("y...").hasSizeLessThan(130);
        assertThat(line.text().substring(line.before(), line.before() + line.width()))
                .isEqualTo("here");
    }

    @Test
    void a_caret_never_goes_beyond_a_line_that_is_cut() {
        PointedLine line = pointed("x: ", "v".repeat(500), "");

        assertThat(line.before() + line.width()).isLessThanOrEqualTo(line.text().length());
    }

    private static PointedLine pointed(String before, String at, String after) {
        int from = before.length();
        return PointedLine.of(new Excerpt(before + at + after, from, from + at.length(), 0));
    }
}
