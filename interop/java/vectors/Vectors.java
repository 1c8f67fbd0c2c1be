import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.protocol.types.Schema;

/**
 * Golden vectors out of Kafka's own classes: each message of each version, as JSON and as bytes.
 *
 * <pre>Vectors FOLDER [extra SEED] [highest] [without FOLDER]…</pre>
 * Plain: the cases default, populated, null and empty. With extra: extreme, tags and random. With
 * highest: of the highest version only. With without: only what no file of that folder has.
 */
public final class Vectors {
    private static final String PACKAGE = "org.apache.kafka.common.message.";

    private final Map<Path, List<String>> files = new TreeMap<>();
    private final Set<String> known = new HashSet<>();
    private final Path target;
    private List<Fill> cases = List.of(Fill.DEFAULT, Fill.POPULATED, Fill.NULL, Fill.EMPTY);
    private boolean isHighestOnly = false;
    private long seed = 1;

    public static void main(String[] args) throws Exception {
        Vectors vectors = new Vectors(args);
        for (String name : messageNames()) {
            vectors.message(Class.forName(PACKAGE + name).asSubclass(ApiMessage.class));
        }
        vectors.write();
    }

    private Vectors(String[] args) throws IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("no folder");
        }
        target = Path.of(args[0]);
        for (var words = List.of(args).listIterator(1); words.hasNext(); ) {
            switch (words.next()) {
                case "extra" -> {
                    cases = List.of(Fill.EXTREME, Fill.TAGS, Fill.RANDOM);
                    seed = Long.parseLong(words.next());
                }
                case "highest" -> isHighestOnly = true;
                case "without" -> know(Path.of(words.next()));
                default -> throw new IllegalArgumentException(words.previous());
            }
        }
    }

    /** Remembers what the files of a folder have. */
    private void know(Path folder) throws IOException {
        try (var paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                for (String line : Files.readAllLines(path)) {
                    String[] columns = line.split("\t");
                    known.add(place(columns[0], columns[2], columns[1], columns[3]));
                }
            }
        }
    }

    /** An API keeps its key, whatever its name is. */
    private static String place(String key, String kind, String name, String version) {
        return String.join(" ", key.equals("-1") ? name : key, kind, version);
    }

    /** Every message has a converter to JSON beside it. */
    private static List<String> messageNames() throws Exception {
        URI jar = ApiMessage.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        String folder = PACKAGE.replace('.', '/');
        String suffix = "JsonConverter.class";
        try (FileSystem zip = FileSystems.newFileSystem(Path.of(jar));
                var paths = Files.list(zip.getPath(folder))) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(suffix) && !name.contains("$"))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
    }

    private void message(Class<? extends ApiMessage> type) throws Exception {
        ApiMessage sample = type.getConstructor().newInstance();
        short high = sample.highestSupportedVersion();
        short low = isHighestOnly ? high : sample.lowestSupportedVersion();
        for (short version = low; version <= high; version++) {
            version(type, version);
        }
    }

    private void version(Class<? extends ApiMessage> type, short version) throws Exception {
        Schema schema = ((Schema[]) type.getField("SCHEMAS").get(null))[version];
        for (Fill fill : cases) {
            ApiMessage message = type.getConstructor().newInstance();
            // The same values in every run, and in each version as far as it has the field.
            new Values(fill, seed ^ type.getSimpleName().hashCode()).fill(message, schema);
            line(message, version, fill.name().toLowerCase());
        }
    }

    private void line(ApiMessage message, short version, String name) throws Exception {
        byte[] bytes = bytes(message, version);
        check(message, version, bytes);
        String key = Integer.toString(message.apiKey());
        String[] names = names(message.getClass().getSimpleName(), message.apiKey());
        if (known.contains(place(key, names[1], names[0], Short.toString(version)))) {
            return;
        }
        String json = json(message, version).toString();
        String hex = HexFormat.of().formatHex(bytes);
        String line = String.join("\t", key, names[0], names[1], "" + version, name, json, hex);
        String prefix = message.apiKey() < 0 ? names[1] : "%02d".formatted(message.apiKey());
        Path path = target.resolve(prefix + "_" + names[0] + ".tsv");
        files.computeIfAbsent(path, ignored -> new ArrayList<>()).add(line);
    }

    /** Kafka's name without what the kind says already, and the kind. */
    private static String[] names(String type, short key) {
        for (String kind : key < 0 ? List.of("Header") : List.of("Request", "Response")) {
            String suffix = kind.equals("Header") ? "Data" : kind + "Data";
            if (type.endsWith(kind + "Data")) {
                String name = type.substring(0, type.length() - suffix.length());
                return new String[] {name, kind.toLowerCase()};
            }
        }
        return new String[] {type, "data"};
    }

    private static byte[] bytes(Message message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, version));
        message.write(new ByteBufferAccessor(buffer), cache, version);
        return buffer.array();
    }

    /** Kafka reads back what it wrote. */
    private static void check(Message message, short version, byte[] bytes) throws Exception {
        Message read = message.getClass().getConstructor().newInstance();
        read.read(new ByteBufferAccessor(ByteBuffer.wrap(bytes)), version);
        if (!java.util.Arrays.equals(bytes(read, version), bytes)) {
            throw new IllegalStateException(message.getClass() + " v" + version);
        }
    }

    /** Kafka's JSON, and what it leaves out: records and unknown tags. */
    private static JsonNode json(ApiMessage message, short version) throws Exception {
        Class<?> converter = Class.forName(message.getClass().getName() + "JsonConverter");
        var write = converter.getMethod("write", message.getClass(), short.class);
        JsonNode json = (JsonNode) write.invoke(null, message, version);
        complete(message, (ObjectNode) json);
        return json;
    }

    private static void complete(Message message, ObjectNode json) throws Exception {
        for (Field field : message.getClass().getDeclaredFields()) {
            JsonNode child = json.get(field.getName());
            if (child == null || child.isNull()) {
                continue;
            }
            field.setAccessible(true);
            Object value = field.get(message);
            if (value instanceof Message inner) {
                complete(inner, (ObjectNode) child);
            } else if (value instanceof Collection<?> elements) {
                complete(elements, (ArrayNode) child);
            } else if (Values.isRecords(field.getType())) {
                json.set(field.getName(), new BinaryNode(Values.bytesOf(value)));
            }
        }
        if (!message.unknownTaggedFields().isEmpty()) {
            ArrayNode tags = json.putArray("_unknownTaggedFields");
            for (RawTaggedField tag : message.unknownTaggedFields()) {
                String data = HexFormat.of().formatHex(tag.data());
                tags.addObject().put("tag", tag.tag()).put("data", data);
            }
        }
    }

    private static void complete(Collection<?> elements, ArrayNode json) throws Exception {
        Iterator<JsonNode> children = json.iterator();
        for (Object element : elements) {
            JsonNode child = children.next();
            if (element instanceof Message inner) {
                complete(inner, (ObjectNode) child);
            }
        }
    }

    private void write() throws IOException {
        Files.createDirectories(target);
        for (var file : files.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }
}
