//! `kadm context`.

use crate::context::commands;

mod add;
mod delete;
mod list;
mod show;
mod switch;

commands! {
    /// Keep the settings of clusters and logins under names, and choose one of them.
    ///
    /// A context is chosen by --context or KADM_CONTEXT, else the one in use is taken. That one is left
    /// out where brokers are named in another way. Flags win over -X, that over KAFKA_... in the
    /// environment, that over the context, that over --command-config, that over what the port says;
    /// kadm context show --origin shows what comes from where.
    ///
    /// They are in $KADM_CONTEXTS, else in kadm/contexts.properties in $XDG_CONFIG_HOME or ~/.config.
    /// Each line is NAME.KEY = VALUE, with the keys of Java's client or of librdkafka, and password.file,
    /// password.command, aws.region, aws.profile and aws.role.arn. The file is refused when others can
    /// write it, or can read it and it has a secret.
    enum Contexts {
        Add(add::Add),
        Use(switch::Switch),
        List(list::List),
        Show(show::Show),
        Delete(delete::Delete),
    }
}
