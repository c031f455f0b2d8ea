package io.sallyport.cli;

import io.sallyport.pem.PemException;
import io.sallyport.pem.PemFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sallyport ca export}: the certificate that clients have to trust, in the format they take. Never the key. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        header = "Write the certificate that clients have to trust, in the format they take.",
        description = {
            "",
            "The certificate alone, never the key. Where the file holds several, the last: the one on top.",
            ""
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  written",
            "  1  the certificate cannot be read, or the file not written",
            "  2  usage",
            "",
            "Examples:",
            "  sallyport ca export -o sallyport.pem               curl, Node, Python, Go",
            "  sallyport ca export --format p12 -o trust.p12      Java"
        })
final class CaExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--ca-certificate",
            paramLabel = "FILE",
            defaultValue = "${env:SALLYPORT_CA_CERTIFICATE:-ca.crt}",
            description = "As in `run` (SALLYPORT_CA_CERTIFICATE, else ca.crt).")
    private String certificate = "ca.crt";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "pem, der, jks or p12; the last two with the password changeit (pem).")
    private CertificateFormat format = CertificateFormat.PEM;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to; written over. Required but for pem, which goes to standard output.")
    private @Nullable Path output;

    @Override
    public Integer call() {
        if (output == null && format != CertificateFormat.PEM) {
            throw new ParameterException(
                    spec.commandLine(), "--format " + format.name().toLowerCase(Locale.ROOT) + " needs -o FILE");
        }
        try {
            X509Certificate top =
                    PemFile.read("--ca-certificate", certificate).certificates().getLast();
            byte[] written = format.write(top);
            if (output == null) {
                PrintWriter out = spec.commandLine().getOut();
                out.print(new String(written, StandardCharsets.US_ASCII));
                out.flush();
            } else {
                Files.write(output, written);
            }
            return ExitCode.OK;
        } catch (PemException e) {
            return refuse(e.reason());
        } catch (IOException | GeneralSecurityException e) {
            return refuse("cannot write " + output + ": " + e.getMessage());
        }
    }

    private int refuse(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(why);
        err.flush();
        return ExitCode.REFUSED;
    }
}
