//! Rules of SCRAM (RFC 5802), by what the broker sends in its two messages.

use std::borrow::Cow;

use kafka_proto::messages::sasl_authenticate::{SaslAuthenticateRequest, SaslAuthenticateResponse};
use kafka_proto::{ErrorCode, Opaque, decode_response};

use super::asked::{Asked, Turn};
use super::case::Must::{GoOn, Refuse, RefuseWithoutProof};
use super::case::{Case, Login};

pub(super) const CASES: &[Case] = &[
    Case::login("S01", "asks for 0 iterations", RefuseWithoutProof, |it, honest| {
        rounds(it, honest, "0")
    }),
    Case::login("S01b", "asks for -1 iterations", RefuseWithoutProof, |it, honest| {
        rounds(it, honest, "-1")
    }),
    Case::login("S01c", "asks for 04096 iterations", RefuseWithoutProof, |it, honest| {
        rounds(it, honest, "04096")
    }),
    Case::login(
        "S01d",
        "asks for 4294967297 iterations, 1 in 32 bits",
        RefuseWithoutProof,
        |it, honest| rounds(it, honest, "4294967297"),
    ),
    Case::login("S01e", "asks for no number of iterations", RefuseWithoutProof, |it, honest| {
        rounds(it, honest, "")
    }),
    Case::login("S02", "asks for 1 iteration", RefuseWithoutProof, |it, honest| {
        rounds(it, honest, "1")
    }),
    Case::login(
        "S02b",
        "asks for 4095 iterations, one fewer than Kafka's least",
        RefuseWithoutProof,
        |it, honest| rounds(it, honest, "4095"),
    ),
    Case::login("S03", "asks for 10000000 iterations", RefuseWithoutProof, |it, honest| {
        rounds(it, honest, "10000000")
    }),
    Case::login("S03b", "asks for 2147483647 iterations", RefuseWithoutProof, |it, honest| {
        rounds(it, honest, "2147483647")
    }),
    Case::login(
        "S05",
        "answers with a nonce that does not begin with the client's",
        RefuseWithoutProof,
        |it, honest| first(it, honest, |parts| parts.nonce = "r=somebody-elses".into()),
    ),
    Case::login(
        "S06",
        "adds nothing of its own to the client's nonce",
        RefuseWithoutProof,
        |it, honest| {
            let theirs = client_nonce(it);
            first(it, honest, |parts| parts.nonce = format!("r={theirs}").into())
        },
    ),
    Case::login("S07", "adds 10 MB to the client's nonce", RefuseWithoutProof, |it, honest| {
        first(it, honest, |parts| parts.nonce.to_mut().push_str(&"x".repeat(10_000_000)))
    }),
    Case::login(
        "S07b",
        "adds a control character to the client's nonce",
        RefuseWithoutProof,
        |it, honest| first(it, honest, |parts| parts.nonce.to_mut().push('\u{7}')),
    ),
    Case::login("S09", "sends an empty salt", RefuseWithoutProof, |it, honest| {
        first(it, honest, |parts| parts.salt = "s=".into())
    }),
    Case::login("S09b", "sends a salt that is not base64", RefuseWithoutProof, |it, honest| {
        first(it, honest, |parts| parts.salt = "s=%%%%".into())
    }),
    Case::login("S09c", "sends a salt of 1 MiB", RefuseWithoutProof, |it, honest| {
        first(it, honest, |parts| parts.salt = format!("s={}", "QUFB".repeat((1 << 20) / 3)).into())
    }),
    Case::login("S10", "leaves the iterations out", RefuseWithoutProof, |it, honest| {
        message(it, honest, |text| {
            text.rsplit_once(',').map_or(text, |(start, _)| start).to_owned()
        })
    }),
    Case::login("S10b", "sends the salt before the nonce", RefuseWithoutProof, |it, honest| {
        message(it, honest, |text| {
            let Parts { nonce, salt, rounds } = Parts::of(text);
            format!("{salt},{nonce},{rounds}")
        })
    }),
    Case::login(
        "S11",
        "asks for an extension that must be understood (m=)",
        RefuseWithoutProof,
        |it, honest| message(it, honest, |text| format!("m=unknown,{text}")),
    ),
    Case::login(
        "S12",
        "adds an extension to its first message, which has to be signed with it",
        GoOn,
        |_, honest| Turn::Send(honest),
    )
    .by(Login::Extended),
    Case::login("S13", "ends the login with an empty message", Refuse, |it, honest| {
        last(it, honest, |_| String::new())
    }),
    Case::login("S14", "ends the login with a wrong signature", Refuse, |it, honest| {
        last(it, honest, |_| "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".into())
    }),
    Case::login("S14b", "ends the login with half of the right signature", Refuse, |it, honest| {
        last(it, honest, |text| text[..text.len() / 8 * 4 + 2].to_owned())
    }),
    Case::login("S15", "adds an extension to the right signature", GoOn, |it, honest| {
        last(it, honest, |text| format!("{text},x=1"))
    }),
    Case::login(
        "S16",
        "ends the login with e=other-error and no error code",
        Refuse,
        |it, honest| last(it, honest, |_| "e=other-error".into()),
    ),
    Case::login("S17", "begins with its last message", RefuseWithoutProof, |it, honest| {
        message(it, honest, |_| "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".into())
    }),
    Case::login("S18", "says \"you are in\" before any proof", RefuseWithoutProof, |it, honest| {
        message(it, honest, |_| String::new())
    }),
    Case::login(
        "S19",
        "refuses the login by its code and sends the right signature",
        Refuse,
        |it, honest| refused(it, honest, ErrorCode::SASL_AUTHENTICATION_FAILED, "no"),
    ),
    Case::login(
        "S24",
        "refuses the login in words that act on a terminal",
        Refuse,
        |it, honest| {
            refused(
                it,
                honest,
                ErrorCode::SASL_AUTHENTICATION_FAILED,
                "\u{1b}[31mred\r\n\u{1b}]0;title\u{7}",
            )
        },
    ),
];

/// The broker's first message.
struct Parts<'a> {
    nonce: Cow<'a, str>,
    salt: Cow<'a, str>,
    rounds: Cow<'a, str>,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let mut parts = text.splitn(3, ',').map(Cow::Borrowed);
        let mut next = || parts.next().unwrap_or_default();
        Self { nonce: next(), salt: next(), rounds: next() }
    }
}

/// The first answer of the login with another text.
fn message(asked: &Asked, honest: Vec<u8>, change: impl FnOnce(&str) -> String) -> Turn {
    if asked.earlier > 0 { Turn::Send(honest) } else { changed(asked, honest, change) }
}

/// The second one.
fn last(asked: &Asked, honest: Vec<u8>, change: impl FnOnce(&str) -> String) -> Turn {
    if asked.earlier == 0 { Turn::Send(honest) } else { changed(asked, honest, change) }
}

fn first(asked: &Asked, honest: Vec<u8>, change: impl FnOnce(&mut Parts<'_>)) -> Turn {
    message(asked, honest, |text| {
        let mut parts = Parts::of(text);
        change(&mut parts);
        format!("{},{},{}", parts.nonce, parts.salt, parts.rounds)
    })
}

fn rounds(asked: &Asked, honest: Vec<u8>, rounds: &str) -> Turn {
    first(asked, honest, |parts| parts.rounds = format!("i={rounds}").into())
}

/// A failed login stays one.
fn changed(asked: &Asked, honest: Vec<u8>, change: impl FnOnce(&str) -> String) -> Turn {
    let Some(response) = response(asked, &honest) else { return Turn::Send(honest) };
    let Ok(text) = std::str::from_utf8(response.auth_bytes.0) else { return Turn::Send(honest) };
    if response.error_code != ErrorCode::NONE {
        return Turn::SendAndClose(honest);
    }
    let text = change(text);
    let auth_bytes = Opaque(text.as_bytes());
    Turn::Send(asked.frame(&SaslAuthenticateResponse { auth_bytes, ..response }))
}

/// The last answer with a code and a text beside what it was.
fn refused(asked: &Asked, honest: Vec<u8>, error_code: ErrorCode, words: &str) -> Turn {
    match response(asked, &honest) {
        Some(response) if asked.earlier > 0 => {
            let error_message = Some(words);
            let response = SaslAuthenticateResponse { error_code, error_message, ..response };
            Turn::SendAndClose(asked.frame(&response))
        }
        _ => Turn::Send(honest),
    }
}

fn response<'a>(asked: &Asked, honest: &'a [u8]) -> Option<SaslAuthenticateResponse<'a>> {
    let frame = honest.get(4..)?;
    Some(decode_response::<SaslAuthenticateRequest<'_>>(frame, asked.version).ok()?.1)
}

/// Of the client's first message, `n,,n=user,r=nonce`.
fn client_nonce(asked: &Asked) -> String {
    let text = String::from_utf8_lossy(&asked.body);
    let nonce = text.rsplit_once("r=").map_or("", |(_, nonce)| nonce);
    nonce.trim_end_matches(|c: char| c.is_control()).to_owned()
}
