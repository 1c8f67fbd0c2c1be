//! Calls of the allocator and the bytes they ask for, for each operation.

use allocation_counter::measure;

fn main() {
    for operation in codec_peers::operations() {
        let asked = measure(operation.start());
        println!("{}\t{}\t{}", operation.name(), asked.count_total, asked.bytes_total);
    }
}
