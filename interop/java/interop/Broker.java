package interop;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/**
 * One Apache Kafka broker for one test process. The folder given as the only argument holds
 * {@code server.properties} and {@code format.txt}, the arguments of Kafka's own StorageTool, one
 * per line (they hold passwords, which do not belong on a command line). It prints a line when the
 * broker serves: in a cluster, when enough of the others are there too.
 */
public final class Broker {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        endWithParent(folder);
        format(folder);
        KafkaRaftServer server = new KafkaRaftServer(config(folder), Time.SYSTEM);
        start(server);
        System.out.println("INTEROP READY");
        server.awaitShutdown();
    }

    /** A failed start leaves threads behind that would keep the process. */
    private static void start(KafkaRaftServer server) {
        try {
            server.startup();
        } catch (Throwable failed) {
            failed.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** Standard input ends when the parent does, however it died: no broker outlives its tests. */
    private static void endWithParent(Path folder) {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) { }
            } catch (IOException closed) {
                // The same news as the end of the stream.
            }
            delete(folder);
            Runtime.getRuntime().halt(0);
        }, "end-with-parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | RuntimeException gone) {
            // The broker is still writing there; what is left is small and in the build folder.
        }
    }

    private static void format(Path folder) throws IOException {
        List<String> arguments = Files.readAllLines(folder.resolve("format.txt"));
        // Shown on failure only: on success it prints the users' keys.
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = StorageTool.execute(arguments.toArray(new String[0]), new PrintStream(said));
        if (code != 0) {
            throw new IllegalStateException("StorageTool format ended with " + code + ": " + said);
        }
    }

    private static KafkaConfig config(Path folder) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("server.properties"))) {
            properties.load(reader);
        }
        return KafkaConfig.fromProps(properties, true);
    }
}
