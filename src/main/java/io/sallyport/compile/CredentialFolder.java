package io.sallyport.compile;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a folder for each credential, its keys as files, as Kubernetes mounts Secrets.
 *
 * @param folder need not be there
 */
public record CredentialFolder(Path folder) implements CredentialStore {

    @Override
    public @Nullable String path(String credential, String key) {
        Path path = folder.resolve(credential).resolve(key);
        return Files.isRegularFile(path) && Files.isReadable(path) ? path.toString() : null;
    }

    @Override
    public String place(String credential) {
        return folder.resolve(credential).toString();
    }
}
