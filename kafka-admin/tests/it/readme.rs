//! The README's example is what `examples/share_orders.rs` runs, and the examples work.

#[path = "../../examples/share_orders.rs"]
#[allow(dead_code)]
mod share_orders;
#[path = "../../examples/start_up.rs"]
#[allow(dead_code)]
mod start_up;

#[test]
fn the_readme_shows_the_example() {
    let readme = include_str!("../../../README.md");
    let example = include_str!("../../examples/share_orders.rs");
    let shown = readme.split("```rust\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(example.contains(shown.trim()), "README.md and examples/share_orders.rs differ");
}

#[test]
fn the_example_works() {
    share_orders::main().unwrap();
}

#[test]
fn the_check_at_start_up_works() {
    start_up::main().unwrap();
}
