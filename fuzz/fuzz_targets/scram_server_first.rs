#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::auth::scram_server_first(bytes));
