/// A number of the protocol with a name for each value Kafka gives it.
///
/// A struct and not an enum, so that a value which is newer than this release survives.
macro_rules! codes {
    (
        $(#[$doc:meta])*
        pub struct $name:ident($int:ident) {
            $($(#[$code_doc:meta])* $code:ident = $value:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $int);

        impl $name {
            $($(#[$code_doc])* pub const $code: Self = Self($value);)*

            /// Every value that has a name, in Kafka's order.
            pub const ALL_KNOWN: &'static [Self] = &[$(Self::$code),*];

            /// Kafka's name of the value.
            #[must_use]
            pub fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some(stringify!($code)),)*
                    _ => None,
                }
            }
        }

        /// Kafka's name, in any case and with or without `_`, `-` or `.` between its words: as Java's
        /// enum has it, and as its tools print it (`IdempotentWrite`).
        impl std::str::FromStr for $name {
            type Err = $crate::ParseNameError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let is_it = |name| $crate::codes::is_same_name(name, text);
                let found = Self::ALL_KNOWN.iter().find(|known| known.name().is_some_and(is_it));
                found.copied().ok_or($crate::ParseNameError::new(stringify!($name)))
            }
        }

        impl From<$int> for $name {
            fn from(code: $int) -> Self {
                Self(code)
            }
        }

        impl From<$name> for $int {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        /// The name, or the number if it has none.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.name() {
                    Some(name) => f.pad(name),
                    None => self.0.fmt(f),
                }
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
    };
}

pub(crate) use codes;

/// Whether two names differ in nothing but case and what stands between their words.
pub(crate) fn is_same_name(name: &str, text: &str) -> bool {
    letters(name).eq(letters(text))
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    let letters = text.chars().filter(|letter| !matches!(letter, '_' | '-' | '.'));
    letters.map(|letter| letter.to_ascii_lowercase())
}
