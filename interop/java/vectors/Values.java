import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/** Sets the fields that a version has, by Kafka's own schema of it. */
final class Values {
    private final Fill fill;
    private final long seed;
    private Random random;

    Values(Fill fill, long seed) {
        this.fill = fill;
        this.seed = seed;
        this.random = new Random(seed);
    }

    void fill(Message message, Schema schema) throws Exception {
        if (fill == Fill.DEFAULT) {
            return;
        }
        for (BoundField field : schema.fields()) {
            if (field.def.type instanceof TaggedFields tagged) {
                tagged(message, tagged);
            } else {
                set(message, field.def.name, field.def.type);
            }
        }
    }

    private void tagged(Message message, TaggedFields tagged) throws Exception {
        Map<Integer, org.apache.kafka.common.protocol.types.Field> known = known(tagged);
        for (var field : known.values()) {
            set(message, field.name, field.type);
        }
        boolean isUnknownWanted = fill == Fill.TAGS || fill == Fill.RANDOM && chance(5);
        if (isUnknownWanted) {
            unknownTags(message);
        }
    }

    /** Public since 4.0 only. */
    @SuppressWarnings("unchecked")
    private static Map<Integer, org.apache.kafka.common.protocol.types.Field> known(
            TaggedFields tagged) throws Exception {
        Field fields = TaggedFields.class.getDeclaredField("fields");
        fields.setAccessible(true);
        return (Map<Integer, org.apache.kafka.common.protocol.types.Field>) fields.get(tagged);
    }

    /** In front of, between and behind the known ones. Kafka never writes the highest number. */
    private void unknownTags(Message message) throws Exception {
        Set<Integer> known = tagsOfEveryVersion(message);
        for (int tag : new int[] {0, 1, 2, 5, 127, 128, 16_384, Integer.MAX_VALUE - 1}) {
            if (!known.contains(tag) && chance(5)) {
                byte[] data = new byte[chance(40) ? 128 : random.nextInt(4)];
                random.nextBytes(data);
                message.unknownTaggedFields().add(new RawTaggedField(tag, data));
            }
        }
    }

    /** Kafka refuses a tag that only another version has. */
    private static Set<Integer> tagsOfEveryVersion(Message message) throws Exception {
        Set<Integer> tags = new HashSet<>();
        for (Schema schema : (Schema[]) message.getClass().getField("SCHEMAS").get(null)) {
            for (BoundField field : schema == null ? new BoundField[0] : schema.fields()) {
                if (field.def.type instanceof TaggedFields tagged) {
                    tags.addAll(known(tagged).keySet());
                }
            }
        }
        return tags;
    }

    private void set(Message message, String name, Type type)
            throws Exception {
        Field field = field(message.getClass(), name);
        // A field's values do not depend on which other fields the version has.
        Random outer = random;
        random = new Random(seed ^ outer.nextInt() * 31L ^ name.hashCode());
        // Records have no default that could be written.
        if (fill != Fill.RANDOM || !chance(6) || isRecords(field.getType())) {
            field.set(message, value(field.getType(), field.getGenericType(), name, type));
        }
        random = outer;
    }

    /** The schema says {@code topic_id}, the class {@code topicId}. */
    private static Field field(Class<?> type, String name) {
        String plain = name.replace("_", "");
        for (Field field : type.getDeclaredFields()) {
            if (field.getName().equalsIgnoreCase(plain)) {
                field.setAccessible(true);
                return field;
            }
        }
        throw new IllegalStateException(type + " has no " + name);
    }

    private Object value(
            Class<?> java, java.lang.reflect.Type generic, String name, Type type)
            throws Exception {
        boolean isNull = fill == Fill.NULL || fill == Fill.RANDOM && chance(5);
        if (isNull && isNullable(type)) {
            return null;
        }
        if (type.isArray()) {
            return array(java, generic, name, type.arrayElementType().get());
        }
        if (Message.class.isAssignableFrom(java)) {
            Message inner = (Message) java.getConstructor().newInstance();
            fill(inner, (Schema) type);
            return inner;
        }
        return primitive(java, name, type == Type.UINT16);
    }

    /** Before 4.0, one type stood for records that may be null and for those that may not. */
    private static boolean isNullable(Type type) {
        return type.isNullable() && type != Type.RECORDS && type != Type.COMPACT_RECORDS;
    }

    private Object array(
            Class<?> java, java.lang.reflect.Type generic, String name, Type element)
            throws Exception {
        // The collections of structs with a key are classes of their own.
        java.lang.reflect.Type holder = generic instanceof ParameterizedType ? generic : java.getGenericSuperclass();
        Class<?> inner = (Class<?>) ((ParameterizedType) holder).getActualTypeArguments()[0];
        @SuppressWarnings("unchecked")
        Collection<Object> out = java.isInterface()
                ? new ArrayList<>()
                : (Collection<Object>) java.getConstructor().newInstance();
        boolean isSmall = !(element instanceof Schema) && !inner.equals(String.class);
        for (int left = count(isSmall); left > 0; left--) {
            out.add(value(inner, inner, name, element));
        }
        return out;
    }

    private int count(boolean isSmall) {
        return switch (fill) {
            case EMPTY -> 0;
            // One more than a varint of one byte can say.
            case EXTREME -> isSmall && chance(8) ? 127 : 1;
            case TAGS -> 1;
            case RANDOM -> random.nextInt(3);
            default -> 2;
        };
    }

    private Object primitive(Class<?> java, String name, boolean isUnsigned) throws Exception {
        if (java == boolean.class) {
            return fill == Fill.POPULATED || random.nextBoolean();
        }
        if (java == double.class) {
            return real();
        }
        if (java == Uuid.class) {
            return uuid();
        }
        if (java == String.class) {
            return text(name);
        }
        if (java == byte[].class) {
            return bytes();
        }
        if (java == ByteBuffer.class) {
            return ByteBuffer.wrap(bytes());
        }
        if (isRecords(java)) {
            return records(java, bytes());
        }
        return integer(java, isUnsigned);
    }

    private Object integer(Class<?> java, boolean isUnsigned) {
        if (isUnsigned) {
            return (int) number(0, 0xffff);
        }
        if (java == byte.class || java == Byte.class) {
            return (byte) number(Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        if (java == short.class || java == Short.class) {
            return (short) number(Short.MIN_VALUE, Short.MAX_VALUE);
        }
        if (java == int.class || java == Integer.class) {
            return (int) number(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (java == long.class || java == Long.class) {
            return number(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        throw new IllegalStateException("no values for " + java);
    }

    private long number(long min, long max) {
        long[] turns = {min, min + 1, max, max - 1, 0, 1, 127, 128, min == 0 ? 2 : -1};
        return switch (fill) {
            case EXTREME -> chance(2) ? min : max;
            case RANDOM -> chance(3) ? within(min, max) : clamp(turns[random.nextInt(turns.length)], max);
            default -> within(min, max);
        };
    }

    private long within(long min, long max) {
        long bits = random.nextLong();
        return min == Long.MIN_VALUE ? bits : min + Math.floorMod(bits, max - min + 1);
    }

    private static long clamp(long value, long max) {
        return Math.min(value, max);
    }

    private double real() {
        double[] turns = {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.1, 1e23,
            Double.MIN_VALUE, Double.MAX_VALUE, Double.MIN_NORMAL, 4.35, 9007199254740993.0, 1.0
        };
        return switch (fill) {
            case EXTREME -> chance(2) ? Double.MIN_VALUE : -Double.MAX_VALUE;
            case RANDOM -> chance(3)
                    ? Double.longBitsToDouble(random.nextLong())
                    : turns[random.nextInt(turns.length)];
            default -> random.nextGaussian() * 1e6;
        };
    }

    private Uuid uuid() {
        return switch (fill) {
            case EXTREME -> chance(2) ? new Uuid(0, 0) : new Uuid(-1, -1);
            default -> new Uuid(random.nextLong(), random.nextLong());
        };
    }

    /** All of Unicode's lengths, and what JSON has to escape. */
    private static final String[] LETTERS = {
        "a", "Z", "0", "-", "_", ".", " ", "\"", "\\", "/", "\t", "\n", "\u0000", "\u007f", "ñ", "ß", "\u07ff",
        "\u0800", "漢", "\ufeff", "\uffff", "🦀", "\udbff\udfff"
    };

    private String text(String name) {
        return switch (fill) {
            case EMPTY -> "";
            // 127 bytes are what a varint of one byte cannot say any more.
            case EXTREME -> chance(10) ? "🦀" + "x".repeat(123) : chance(2) ? "" : "\udbff\udfff";
            case RANDOM -> letters(random.nextInt(chance(10) ? 200 : 8));
            default -> name + "-" + letters(1 + random.nextInt(3));
        };
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder();
        for (int left = count; left > 0; left--) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[switch (fill) {
            case EMPTY -> 0;
            case EXTREME -> chance(4) ? 127 : 0;
            default -> random.nextInt(10);
        }];
        random.nextBytes(bytes);
        return bytes;
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    /** Kafka moved these classes to another package between releases. */
    static boolean isRecords(Class<?> java) {
        return java.getSimpleName().equals("BaseRecords");
    }

    private static Object records(Class<?> java, byte[] bytes) throws Exception {
        Class<?> memory = Class.forName(java.getPackageName() + ".MemoryRecords");
        return memory.getMethod("readableRecords", ByteBuffer.class)
                .invoke(null, ByteBuffer.wrap(bytes));
    }

    static byte[] bytesOf(Object records) throws Exception {
        ByteBuffer buffer = (ByteBuffer) records.getClass().getMethod("buffer").invoke(records);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
