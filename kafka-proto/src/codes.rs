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

            /// The value of that name; case does not matter, `-` and `_` are the same.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                let name = name.to_ascii_uppercase().replace('-', "_");
                Self::ALL_KNOWN.iter().copied().find(|known| known.name() == Some(&name))
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
