package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectNamesTest {

    @TempDir
    static java.nio.file.Path folder;

    static X509Certificate certificate;

    @BeforeAll
    static void issue() throws Exception {
        certificate = TestKeys.certificate(
                folder, "EC", "dns:Bank.example,dns:*.shop.example,ip:192.0.2.7,ip:2001:db8::1,uri:spiffe://bank/api");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "bank.example, true",
        "BANK.EXAMPLE, true",
        "www.bank.example, false",
        "a.shop.example, true",
        "A.Shop.example, true",
        "*.shop.example, true",
        "a.b.shop.example, false",
        "shop.example, false",
        ".shop.example, false",
        "192.0.2.7, true",
        "192.0.2.8, false",
        "2001:db8::1, true",
        "2001:db8:0:0:0:0:0:1, true",
        "spiffe://bank/api, true",
        "spiffe://bank/API, false",
        "spiffe://bank/api/v1, false",
        "issued, false",
    })
    void a_name_is_matched_by_its_kind(String wanted, boolean matches) throws Exception {
        assertThat(new SubjectNames(certificate).matchesAny(List.of(wanted))).isEqualTo(matches);
    }

    @Test
    void one_of_several_is_enough_and_none_is_not() throws Exception {
        SubjectNames names = new SubjectNames(certificate);

        assertThat(names.matchesAny(List.of("x.example", "bank.example"))).isTrue();
        assertThat(names.matchesAny(List.of())).isFalse();
        assertThat(names).hasToString("Bank.example, *.shop.example, 192.0.2.7 and 2 more");
    }

    @Test
    void a_wildcard_for_a_whole_top_level_is_none() throws Exception {
        X509Certificate broad = TestKeys.certificate(folder, "RSA", "dns:*.example");

        assertThat(new SubjectNames(broad).matchesAny(List.of("bank.example"))).isFalse();
    }
}
