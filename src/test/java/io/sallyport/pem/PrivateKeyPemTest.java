package io.sallyport.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyPemTest {

    /** Version, algorithm and the header of the octet string that a 2048-bit RSA key is in. */
    private static final int PKCS8_HEADER = 26;

    private static final String RSA = "RSA PRIVATE KEY";
    private static final String EC = "EC PRIVATE KEY";

    @Test
    void pkcs8_is_read_for_the_certificates_algorithm() throws Exception {
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            PrivateKey key =
                    KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();

            assertThat(read(pem("PRIVATE KEY", key.getEncoded()), algorithm)).isEqualTo(key);
        }
    }

    @Test
    void pkcs1_is_read() throws Exception {
        PrivateKey key = rsa();
        byte[] inner = Arrays.copyOfRange(key.getEncoded(), PKCS8_HEADER, key.getEncoded().length);

        assertThat(read(pem(RSA, inner), "RSA")).isEqualTo(key);
    }

    @Test
    void an_ec_key_is_read_after_the_parameters_that_openssl_writes_before_it() throws Exception {
        ECPrivateKey key = ec();
        String file = pem("EC PARAMETERS", HexFormat.of().parseHex("06082a8648ce3d030107")) + pem(EC, sec1(key, true));

        PrivateKey read = read(file, "EC");

        assertThat(((ECPrivateKey) read).getS()).isEqualTo(key.getS());
    }

    @Test
    void a_key_may_share_its_file_with_certificates() throws Exception {
        PrivateKey key = rsa();

        assertThat(read(pem("CERTIFICATE", new byte[] {1, 2}) + pem("PRIVATE KEY", key.getEncoded()), "RSA"))
                .isEqualTo(key);
    }

    @Test
    void what_cannot_be_read_is_told_apart() throws Exception {
        refuses(pem("CERTIFICATE", new byte[1]), "has no private key");
        refuses("", "has no private key");
        refuses("-----BEGIN PRIVATE KEY-----\nAAAA", "the key has no end");
        refuses(pem("ENCRYPTED PRIVATE KEY", new byte[9]), "the key is encrypted, and there is no passphrase to give");
        refuses(
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----",
                "the key is encrypted, and there is no passphrase to give");
        refuses(pem("DSA PRIVATE KEY", new byte[9]), "a DSA PRIVATE KEY is not supported");
        refuses(pem(EC, sec1(ec(), false)), "the EC key does not name its curve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "3003", "308000", "30ff00000000", "3084ffffffff02", "30030201", "0500", "3003a08401"})
    void bytes_that_are_no_key_are_refused_and_not_run_into(String hex) {
        for (String label : new String[] {"PRIVATE KEY", RSA, EC}) {
            assertThatExceptionOfType(GeneralSecurityException.class)
                    .isThrownBy(() -> read(pem(label, HexFormat.of().parseHex(hex)), "EC"));
        }
    }

    private static void refuses(String file, String why) {
        assertThatExceptionOfType(PrivateKeyPem.Unreadable.class)
                .isThrownBy(() -> read(file, "EC"))
                .withMessageContaining(why);
    }

    private static PrivateKey read(String file, String algorithm) throws GeneralSecurityException {
        return PrivateKeyPem.read(file.getBytes(StandardCharsets.US_ASCII), algorithm);
    }

    private static PrivateKey rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPrivate();
    }

    private static ECPrivateKey ec() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return (ECPrivateKey) generator.generateKeyPair().getPrivate();
    }

    /** ECPrivateKey of RFC 5915, as openssl writes it. */
    private static byte[] sec1(ECPrivateKey key, boolean withCurve) {
        byte[] secret = key.getS().toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, secret.length);
        System.arraycopy(secret, secret.length - length, padded, 32 - length, length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex(withCurve ? "3031020101" : "3025020101"));
        out.write(4);
        out.write(32);
        out.writeBytes(padded);
        if (withCurve) {
            out.writeBytes(HexFormat.of().parseHex("a00a06082a8648ce3d030107"));
        }
        return out.toByteArray();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
