/** What a message is filled with. */
enum Fill {
    /** Nothing: every field has its default. */
    DEFAULT,
    /** Each field a value, arrays two elements. */
    POPULATED,
    /** As populated, but null where the version allows it. */
    NULL,
    /** As populated, but no element in any array, and no character or byte. */
    EMPTY,
    /** The lowest and highest numbers; texts and arrays that take another byte to count. */
    EXTREME,
    /** As populated, with one element, and in structs of flexible versions unknown tags. */
    TAGS,
    /** Each field by chance null, empty, its default, or a value, often an extreme one. */
    RANDOM
}
