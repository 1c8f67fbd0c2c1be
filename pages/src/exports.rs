//! What a browser calls. Texts go byte by byte through functions of numbers, so no pointer crosses the boundary.
#![allow(
    unsafe_code,
    reason = "the names below have to be unique in the program, which only the linker knows"
)]

use std::cell::RefCell;

thread_local! {
    static QUESTION: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Adds a byte to the question.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn put(byte: u32) {
    QUESTION.with_borrow_mut(|question| {
        if question.len() <= crate::MAX_QUESTION {
            question.push(byte as u8);
        }
    });
}

/// Answers the question, and gives the length of the answer in bytes.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn ask() -> u32 {
    let question = QUESTION.take();
    let text = match question.len() {
        0..=crate::MAX_QUESTION => String::from_utf8_lossy(&question).into_owned(),
        _ => String::new(),
    };
    ANSWER.set(crate::answer(&text).into_bytes());
    ANSWER.with_borrow(|answer| answer.len() as u32)
}

/// A byte of the answer.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn get(index: u32) -> u32 {
    ANSWER.with_borrow(|answer| answer.get(index as usize).copied().unwrap_or(0).into())
}
